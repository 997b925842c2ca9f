"""Rows as result cards: two queries for the rows and the terms that they carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from cms.lists.vocabulary import Term, Vocabulary
from marketplace.listings.models import Capability, Demand, Lifecycle, OpenedResource
from marketplace.organisations.models import Organisation

Listing = Demand | Capability


@dataclass(frozen=True, slots=True)
class Card:
    """A listing as a list shows it."""

    listing: Listing
    lifecycle: Lifecycle
    owner: Organisation
    terms: dict[str, list[Term]]
    tops: list[Term]
    case_count: int
    phase: str


def read_cards(
    rows: QuerySet[Any], pks: Sequence[int], *, vocabulary: Vocabulary, now: datetime
) -> list[Card]:
    """Return the cards of the rows that a reader may see, in the order of their keys."""
    if not pks:
        return []
    found = rows.filter(pk__in=pks).select_related("lifecycle", "lifecycle__owner")
    if rows.model is Capability:
        found = found.annotate(case_count=Count("cases", distinct=True))
    else:
        found = found.select_related("challenge")
    by_pk = {row.pk: row for row in found}
    terms = _terms_of(rows.model, list(by_pk), vocabulary=vocabulary)
    return [
        Card(
            listing=row,
            lifecycle=row.lifecycle,
            owner=row.lifecycle.owner,
            terms=dict(terms[pk]),
            tops=list(dict.fromkeys(vocabulary.top(term) for term in terms[pk]["industry"])),
            case_count=getattr(row, "case_count", 0),
            phase=row.lifecycle.phase_at(now),
        )
        for pk in pks
        if (row := by_pk.get(pk)) is not None
    ]


def _terms_of(
    model: type[Listing], pks: Sequence[int], *, vocabulary: Vocabulary
) -> defaultdict[int, defaultdict[str, list[Term]]]:
    """Return the terms of each row by vocabulary, each once, in the staff's order."""
    tables = _tables(model)
    first, *rest = (_links(kind, through, listing_pks=pks) for kind, through in tables)
    chosen: defaultdict[int, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    places = {term: place for kind, _ in tables for place, term in enumerate(vocabulary.of(kind))}
    found = {(pk, vocabulary.get(kind, term)) for kind, pk, term in first.union(*rest)}
    for pk, term in sorted(found, key=lambda pair: places[pair[1]]):
        chosen[pk][term.kind].append(term)
    return chosen


def _tables(model: type[Listing]) -> list[tuple[str, Any]]:
    """Return the tables between a listing and its terms, by vocabulary."""
    shared = [("domain", model.domains.through), ("industry", model.industries.through)]
    if model is Capability:
        return [*shared, ("district", Capability.delivers_to.through)]
    return [
        *shared,
        ("district", Demand.districts.through),
        ("park", Demand.parks.through),
        ("opens", OpenedResource),
    ]


def _links(kind: str, through: Any, *, listing_pks: Sequence[int]) -> QuerySet[Any, Any]:
    """Return (vocabulary, listing's key, term's key) from a table between the two."""
    listing, term = (field.attname for field in through._meta.fields if field.is_relation)
    rows = through.objects.filter(**{f"{listing}__in": listing_pks}).order_by()
    return rows.values_list(Value(kind, CharField()), listing, term)  # type: ignore[no-any-return]
