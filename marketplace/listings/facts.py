"""Reads the plain facts that gates judge from rows; prefetch what is read for lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from marketplace.listings.gates import (
    Conditions,
    DeliveryFacts,
    HolderFacts,
    Holding,
)
from marketplace.organisations.credit import standings_of
from marketplace.organisations.models import Qualification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.models import Organisation


def held_rows() -> QuerySet[Qualification]:
    """Return certificates with what gates read of them, to be prefetched for lists."""
    return Qualification.objects.select_related("kind").prefetch_related("kind__satisfies")


def conditions_of(demand: Demand) -> Conditions:
    """Return what a demand asks of whoever answers."""
    return Conditions(
        qualifications={kind.slug: kind.name for kind in demand.qualifications.all()},
        districts={district.slug: district.name for district in demand.districts.all()},
        budget_high=demand.budget_high if demand.budget_kind == "range" else None,
    )


def holder_facts(organisation: Organisation, *, on: date) -> HolderFacts:
    """Return what is known of an organisation on a day."""
    return HolderFacts(
        holdings=_holdings(organisation.qualifications.all(), on=on),
        credit={one.kind: one for one in standings_of(organisation, on)},
        is_verified=organisation.is_verified,
        is_placeholder=organisation.is_placeholder,
    )


def delivery_facts(capability: Capability) -> DeliveryFacts:
    """Return what a capability says of delivery."""
    return DeliveryFacts(
        everywhere=capability.delivers_everywhere,
        districts=frozenset(district.slug for district in capability.delivers_to.all()),
        price_low=capability.price_low if capability.price_kind == "range" else None,
    )


def _holdings(rows: Iterable[Qualification], *, on: date) -> dict[str, Holding]:
    """Return the best holding for each kind and for the lower grades that it satisfies.

    What holds on the day comes before what does not, the kind itself before a higher grade, then
    what lasts longer.
    """
    kept: dict[str, tuple[tuple[bool, bool, str], Holding]] = {}
    for row in rows:
        holds, lasts = row.holds_on(on) is True, row.valid_until or date.min
        for kind in (row.kind, *row.kind.satisfies.all()):
            higher = "" if kind == row.kind else row.kind.name
            merit = (holds, not higher, lasts.isoformat())
            if kind.slug not in kept or merit > kept[kind.slug][0]:
                kept[kind.slug] = (merit, Holding(row.valid_from, row.valid_until, higher))
    return {slug: holding for slug, (_merit, holding) in kept.items()}
