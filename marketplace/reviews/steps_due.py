"""What a challenge waits for until its panel is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState
from marketplace.reviews.models import Panel, PanelState, SeatState
from marketplace.reviews.permissions import PROMISING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def steps_due(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield the announcement of the draw, the draw, declarations and vacant places."""
    asked = [one for one in challenges if one.state in PROMISING]
    panels = Panel.objects.filter(challenge__in=asked).prefetch_related("seats")
    found = {panel.challenge_id: panel for panel in panels}
    for one in asked:
        panel = found.get(one.pk)
        if panel is None:
            yield _of_staff(one, _("Announce the draw of the panel"), by=one.closes_at)
        elif one.state == ChallengeState.OPENED:
            yield from _after_opening(one, panel)


def _after_opening(challenge: Challenge, panel: Panel) -> Iterator[Due]:
    if panel.state == PanelState.PROMISED:
        yield _of_staff(challenge, _("Hold the draw of the panel"), since=challenge.opened_at)
    if panel.state != PanelState.DRAWN:
        return
    called = [seat for seat in panel.seats.all() if seat.state == SeatState.CALLED]
    if called:
        yield Due(
            challenge=challenge.pk,
            what=_("Declarations of the experts"),
            hand=Hand.EXPERT,
            since=challenge.opened_at,
            by=min((seat.declare_by for seat in called if seat.declare_by), default=None),
        )
    else:
        yield _of_staff(challenge, _("Draw again for vacant places"), since=challenge.opened_at)


def _of_staff(
    challenge: Challenge, what: str, *, since: datetime | None = None, by: datetime | None = None
) -> Due:
    url = reverse("reviews:panel", args=[challenge.demand.lifecycle.number])
    return Due(challenge=challenge.pk, what=what, hand=Hand.STAFF, url=url, since=since, by=by)
