"""The panels of an expert, for staff who keep the pool."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse

from marketplace.experts.stints import Stint
from marketplace.reviews.models import PanelState, Seat, SeatState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def stints_of(experts: Collection[int]) -> Mapping[int, Sequence[Stint]]:
    """Return the seats of experts that were more than an alternate's, in one query."""
    seats = Seat.objects.filter(expert__in=experts).exclude(state=SeatState.RESERVE)
    found: dict[int, list[Stint]] = defaultdict(list)
    for seat in seats.for_rows().select_related("draw"):
        found[seat.expert_id].append(_stint(seat))
    return found


def _stint(seat: Seat) -> Stint:
    demand = seat.panel.challenge.demand
    is_taken = seat.state in {SeatState.CALLED, SeatState.SITTING}
    return Stint(
        panel=demand.title,
        url=reverse("reviews:panel", args=[demand.lifecycle.number]),
        state=seat.get_state_display(),
        at=seat.called_at or seat.draw.promised_at,
        is_open=is_taken and seat.panel.state != PanelState.ENDED,
        is_recusal=seat.state == SeatState.RECUSED,
    )
