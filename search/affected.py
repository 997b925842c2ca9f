"""Which listings an entry of the journal touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from marketplace.journal import kinds
from marketplace.journal.models import Entry
from marketplace.listings.models import Capability, Demand

_PREFIXES = ("demand_", "capability_", "organisation_", "unit_", "term_")

_TERM_FIELDS: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "domain": ((Demand, "domains"), (Capability, "domains")),
    "industry": (
        (Demand, "industries"),
        (Capability, "industries"),
        (Demand, "industries__parent"),
        (Capability, "industries__parent"),
    ),
    "district": ((Demand, "districts"), (Capability, "delivers_to")),
    "park": ((Demand, "parks"),),
    "resourcekind": ((Demand, "opened_resources__kind"),),
    "qualificationkind": ((Demand, "qualifications"), (Capability, "qualifications")),
}
"""Where the terms of a vocabulary stand in listings."""


def watched_kinds() -> frozenset[str]:
    """Return the kinds of entries after which a listing may read otherwise."""
    return frozenset(kind for kind in kinds.every() if kind.startswith(_PREFIXES))


def listings_touched(entry: Entry) -> Iterator[str]:
    """Yield the keys of the listings whose documents an entry may have changed."""
    app, _, model = entry.subject_type.partition(".")
    finder = _FINDERS.get(app)
    return finder(model, entry.subject_key) if finder else iter(())


def _of_listing(model: str, key: str) -> Iterator[str]:
    if model in {"demand", "capability"}:
        yield f"{model}:{key}"


def _of_organisation(model: str, key: str) -> Iterator[str]:
    if model != "organisation":
        return
    owned = Q(lifecycle__owner=key)
    yield from _keys(Demand, owned | Q(parties__organisation=key))
    yield from _keys(Capability, owned)


def _of_term(model: str, key: str) -> Iterator[str]:
    for listing, field in _TERM_FIELDS.get(model, ()):
        yield from _keys(listing, Q(**{field: key}))
    if model == "district":
        yield from _keys(Capability, Q(delivers_everywhere=True))


def _keys(model: Any, rule: Q) -> Iterator[str]:
    pks = model.objects.filter(rule).order_by("pk").values_list("pk", flat=True).distinct()
    for pk in pks.iterator():
        yield f"{model.KEY}:{pk}"


_FINDERS: Mapping[str, Callable[[str, str], Iterator[str]]] = {
    "listings": _of_listing,
    "organisations": _of_organisation,
    "taxonomy": _of_term,
}
