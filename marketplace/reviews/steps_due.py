"""What a challenge waits for until its ranking is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.validity import short_of_bids
from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState
from marketplace.reviews.models import DrawState, Panel, PanelState, SeatState
from marketplace.reviews.permissions import PROMISING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def steps_due(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield the announcement of the draw, the draw, declarations, vacant places, and scores."""
    short = short_of_bids(challenges)
    asked = [one for one in challenges if one.state in PROMISING and one.pk not in short]
    panels = Panel.objects.filter(challenge__in=asked).prefetch_related("seats", "draws", "rounds")
    found = {panel.challenge_id: panel for panel in panels}
    for one in asked:
        panel = found.get(one.pk)
        if panel is None:
            yield _of_staff(one, _("Announce the draw of the panel"), by=one.closes_at)
        elif one.state == ChallengeState.OPENED:
            yield from _after_opening(one, panel)


def _after_opening(challenge: Challenge, panel: Panel) -> Iterator[Due]:
    if panel.state == PanelState.PROMISED:
        is_announced = any(one.state == DrawState.PROMISED for one in panel.draws.all())
        what = _("Hold the draw of the panel") if is_announced else _("Announce another draw")
        yield _of_staff(challenge, what, since=challenge.opened_at)
    elif any(one.state == SeatState.CALLED for one in panel.seats.all()):
        yield _declarations(challenge, panel)
    elif panel.state == PanelState.DRAWN:
        yield _of_staff(challenge, _("Draw again for vacant places"), since=challenge.opened_at)
    for review in panel.rounds.all():
        if review.is_scoring:
            yield _scores(challenge, since=review.opened_at)


def _declarations(challenge: Challenge, panel: Panel) -> Due:
    ends = [one.declare_by for one in panel.seats.all() if one.state == SeatState.CALLED]
    return Due(
        challenge=challenge.pk,
        what=_("Declarations of the experts"),
        hand=Hand.EXPERT,
        since=challenge.opened_at,
        by=min((one for one in ends if one), default=None),
        step="review_ends_on",
    )


def _scores(challenge: Challenge, *, since: datetime) -> Due:
    what = _("Scores and ranking")
    step = "review_ends_on"
    return Due(challenge=challenge.pk, what=what, hand=Hand.EXPERT, since=since, step=step)


def _of_staff(
    challenge: Challenge, what: str, *, since: datetime | None = None, by: datetime | None = None
) -> Due:
    url = reverse("reviews:panel", args=[challenge.demand.lifecycle.number])
    step = "review_ends_on" if challenge.state == ChallengeState.OPENED else ""
    return Due(
        challenge=challenge.pk,
        what=what,
        hand=Hand.STAFF,
        url=url,
        since=since,
        by=by,
        step=step,
    )
