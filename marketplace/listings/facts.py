"""Reads the plain facts that gates judge from rows; prefetch what is read for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.listings.gates import (
    Conditions,
    DeliveryFacts,
    HolderFacts,
    Holding,
)
from marketplace.organisations.credit import standings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.models import Organisation, Qualification


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
        holdings=_holdings(organisation.qualifications.all()),
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


def _holdings(rows: Iterable[Qualification]) -> dict[str, Holding]:
    """Return the holding that lasts longest for each kind."""
    kept: dict[str, Holding] = {}
    for row in rows:
        known = kept.get(row.kind.slug)
        if known is None or _lasts(row.valid_until) > _lasts(known.valid_until):
            kept[row.kind.slug] = Holding(row.valid_from, row.valid_until)
    return kept


def _lasts(day: date | None) -> str:
    return day.isoformat() if day else ""
