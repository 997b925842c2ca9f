"""An application for a demand, as its matches take note of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from marketplace.matches.actions import note_claim
from marketplace.matches.models import Event, EventKind, Match

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def note_application(
    *, demand: int, firm: int, capability: int | None, at: datetime
) -> Match | None:
    """Move the match that a firm applied with, and keep the place at which it stood.

    It is that of the named capability, else the firm's best one for the demand; where nothing was
    recorded, the event alone is kept, without a place.
    """
    rows = Match.objects.filter(demand=demand, capability__lifecycle__owner=firm)
    if capability is not None:
        rows = rows.filter(capability=capability)
    match: Match | None = rows.order_by("-fits", "-total", "pk").first()
    Event.objects.create(
        kind=EventKind.CLAIMED,
        at=at,
        demand_id=demand,
        capability_id=match.capability_id if match else capability,
        organisation_id=firm,
        rank=rank_of(match) if match else None,
    )
    return note_claim(match, by=None) if match else None


def rank_of(match: Match) -> int | None:
    """Return the place of a match among all that fit its demand; None where it fits no longer."""
    if not match.fits:
        return None
    better = Q(total__gt=match.total) | Q(total=match.total, pk__lt=match.pk)
    return Match.objects.filter(demand=match.demand_id, fits=True).filter(better).count() + 1
