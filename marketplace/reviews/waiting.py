"""What waits in reviews: sheets to sign, rankings to freeze, for staff draws of panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.dues import Hand
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.core.waiting import Waiting
from marketplace.experts.permissions import may_keep
from marketplace.reviews.models import Draw, DrawState, Seat, SeatState
from marketplace.reviews.permissions import PROMISING
from marketplace.reviews.rounds import chair_of, standing_round
from marketplace.reviews.score_permissions import waits_for
from marketplace.reviews.steps_due import steps_due

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a member or the chair of a panel, and for staff who draw panels."""
    return [*_of_members(user), *_draws(user)]


def _draws(user: Any) -> Iterator[Waiting]:
    """Yield the draws to announce, and to hold by another person than who announced them."""
    if not may_keep(user):
        return
    rows = Challenge.objects.filter(state__in=PROMISING).for_rows()
    own = Draw.objects.filter(state=DrawState.PROMISED, promised_by=user)
    asked = {one.pk: one for one in rows.exclude(panel__draws__in=own)}
    for due in steps_due(list(asked.values()), clock.now()):
        if due.hand == Hand.STAFF:
            one = asked[due.challenge]
            since = due.since or one.demand.lifecycle.published_at or one.created_at
            yield Waiting(due.what, one.demand.title, due.url, since, due.by)


def _of_members(user: Any) -> list[Waiting]:
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
