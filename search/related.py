"""Reads what hangs on listings, a query for each table however many listings there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.listings.models import Case, DemandParty, Indicator, OpenedResource

PkLists = Mapping[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A term that a listing carries; an industry comes with the top one that it belongs to."""

    slug: str
    name: str
    top: str = ""
    top_name: str = ""


def terms(model: Any, field: str, *, pks: Collection[int]) -> PkLists:
    """Return the terms of each listing in one of its vocabularies, by slug."""
    through = getattr(model, field).through
    listing, term = (found.name for found in through._meta.fields if found.is_relation)
    names = [f"{listing}_id", f"{term}__slug", f"{term}__name"]
    if field == "industries":
        names += [f"{term}__parent__slug", f"{term}__parent__name"]
    rows = through._default_manager.filter(**{f"{listing}__in": pks}).order_by(f"{term}__slug")
    found: defaultdict[int, list[Chosen]] = defaultdict(list)
    for pk, slug, name, *parent in rows.values_list(*names):
        top, top_name = parent if parent and parent[0] else (slug, "")
        found[pk].append(Chosen(slug, name, top, top_name))
    return found


def parties(pks: Collection[int]) -> PkLists:
    """Return the names of the other bodies of each demand."""
    rows = DemandParty.objects.filter(demand__in=pks).order_by("sort_order", "pk")
    names = rows.values_list("demand_id", "organisation__name", "organisation__short_name")
    return _grouped((pk, f"{name} {short}") for pk, name, short in names)


def indicators(pks: Collection[int]) -> PkLists:
    """Return the indicators of each demand as lines."""
    rows = Indicator.objects.filter(demand__in=pks).order_by("sort_order", "pk")
    return _grouped((row.demand_id, str(row)) for row in rows)


def opened(pks: Collection[int]) -> PkLists:
    """Return the kind and the text of what is opened for each demand."""
    rows = OpenedResource.objects.filter(demand__in=pks).order_by("sort_order", "pk")
    found = rows.values_list("demand_id", "kind__slug", "text")
    return _grouped((pk, (slug, text)) for pk, slug, text in found)


def cases(pks: Collection[int]) -> PkLists:
    """Return the cases of each capability as lines; where they were delivered stays out."""
    rows = Case.objects.filter(capability__in=pks).order_by("sort_order", "pk")
    found = rows.values_list("capability_id", "customer", "result")
    return _grouped((pk, f"{customer} {result}".strip()) for pk, customer, result in found)


def _grouped(pairs: Any) -> PkLists:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for pk, value in pairs:
        found[pk].append(value)
    return found
