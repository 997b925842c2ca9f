"""The seven steps as a page draws them: what is done, where it stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.challenges.defaults import NOBODY_LEFT, NOT_AGREED, NOT_DELIVERED
from marketplace.challenges.models import ChallengeState

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.challenges.models import Challenge

STEPS: Final = (
    pgettext_lazy("step of a challenge", "collect"),
    pgettext_lazy("step of a challenge", "fitness check"),
    pgettext_lazy("step of a challenge", "list"),
    pgettext_lazy("step of a challenge", "bids and review"),
    pgettext_lazy("step of a challenge", "notice and agreement"),
    pgettext_lazy("step of a challenge", "delivery"),
    pgettext_lazy("step of a challenge", "acceptance"),
)

STEP_OF_STATE: Final[dict[str, int]] = {
    ChallengeState.DRAFTED: 1,
    ChallengeState.ARGUING: 2,
    ChallengeState.ARGUED: 3,
    ChallengeState.PUBLISHED: 4,
    ChallengeState.CLOSED: 4,
    ChallengeState.OPENED: 4,
    ChallengeState.NOTICED: 5,
    ChallengeState.AWARDED: 5,
    ChallengeState.DELIVERING: 6,
    ChallengeState.EXAMINING: 7,
    ChallengeState.COMPLETED: 8,
    ChallengeState.ARGUED_DOWN: 2,
    ChallengeState.FAILED: 4,
    ChallengeState.TERMINATED: 4,
    ChallengeState.WITHDRAWN: 1,
}
"""The step at which a challenge in a state stands, or at which it ended; past the last: done."""

STEP_OF_REASON: Final = {NOT_AGREED: 5, NOBODY_LEFT: 5, NOT_DELIVERED: 6}
"""The step at which a challenge ended that failed for a reason of a later step."""


@dataclass(frozen=True, slots=True)
class RailStep:
    """A step of the rail: `done`, `now`, `stopped` or `next`."""

    number: int
    label: str | _StrPromise
    look: str
    at: datetime | None = None
    note: str | _StrPromise = ""


def rail_of(challenge: Challenge, *, now: datetime) -> list[RailStep]:
    """Return the seven steps as they stand at an instant."""
    here = _step_of(challenge)
    instants = (None, challenge.argued_at, challenge.demand.lifecycle.published_at)
    return [
        RailStep(
            number,
            label,
            _look(challenge, number, here=here),
            at=instants[number - 1] if number < here and number <= len(instants) else None,
            note=_note(challenge, now=now) if number == here else "",
        )
        for number, label in enumerate(STEPS, start=1)
    ]


def _step_of(challenge: Challenge) -> int:
    reason = challenge.exit_reason.code if challenge.exit_reason else ""
    return STEP_OF_REASON.get(reason) or STEP_OF_STATE.get(challenge.state, len(STEPS))


def _look(challenge: Challenge, number: int, *, here: int) -> str:
    if number < here:
        return "done"
    if number > here:
        return "next"
    return "stopped" if challenge.has_ended else "now"


def _note(challenge: Challenge, *, now: datetime) -> Any:
    """Return where exactly it stands: before the close nothing of its bids but that they come."""
    if challenge.state == ChallengeState.OPENED:
        return pgettext_lazy("rail of a challenge", "under review")
    if challenge.state != ChallengeState.PUBLISHED:
        return ChallengeState(challenge.state).label
    if challenge.takes_bids_at(now):
        return _("takes sealed bids")
    return (
        _("bidding opens later")
        if challenge.opens_at and now < challenge.opens_at
        else _("closed and sealed")
    )
