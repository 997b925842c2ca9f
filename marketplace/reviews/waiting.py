"""What waits in reviews: sheets to sign, rankings to freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.models import Challenge
from marketplace.core.waiting import Waiting
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.rounds import chair_of, standing_round
from marketplace.reviews.score_permissions import waits_for

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return the sheets that a member has not signed, and the rankings that wait for the chair."""
    seats = Seat.objects.of(user).filter(
        state=SeatState.SITTING,
        panel__rounds__state="scoring",
        panel__challenge__state=Challenge.State.OPENED,
    )
    return [one for seat in seats.for_rows() for one in _of_seat(seat)]


def _of_seat(seat: Seat) -> Iterator[Waiting]:
    review = standing_round(seat.panel)
    if review is None:
        return
    missing = waits_for(review)
    text = seat.panel.challenge.demand.title
    if seat.pk in {one.pk for one in missing}:
        url = reverse("reviews:sheet", args=[seat.code])
        yield Waiting(_("Score the bids and sign your sheet"), text, url, review.opened_at)
    chair = chair_of(seat.panel)
    if not missing and chair is not None and chair.pk == seat.pk:
        url = reverse("reviews:freeze", args=[seat.code])
        yield Waiting(_("Write the findings and freeze the ranking"), text, url, review.opened_at)
