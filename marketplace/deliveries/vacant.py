"""Awarded places that became vacant because a delivery was stopped or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.awards.vacancies import Loss
from marketplace.deliveries.models import Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def places_lost(challenges: Sequence[int]) -> Iterator[Loss]:
    """Yield the awards whose delivery was stopped at a gate, or ended as not delivered."""
    rows = Delivery.objects.for_rows().filter(
        agreement__challenge__in=challenges,
        state__in=[DeliveryState.STOPPED, DeliveryState.FAILED],
    )
    for one in rows:
        if one.ended_at is not None:
            yield Loss(
                one.agreement.challenge_id,
                one.agreement.candidate.bid_id,
                one.ended_at,
                DeliveryState(one.state).label,
                was_signed=True,
            )
