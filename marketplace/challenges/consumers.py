"""What becomes of a challenge when its demand is published, closes or is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.challenges.actions import leave, locked, note
from marketplace.challenges.defaults import DEMAND_WITHDRAWN
from marketplace.challenges.models import Challenge, ExitReason
from marketplace.challenges.transitions import CHALLENGE
from marketplace.journal.consumers import consumer

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

_STEPS: Final = {"demand_published": "publish", "demand_closed": "close"}


@consumer("challenge_steps", {*_STEPS, "demand_withdrawn"})
def challenge_steps(entry: Entry) -> None:
    """Move the challenge along with its demand; what it has passed already stays as it is."""
    found = Challenge.objects.for_rows().filter(demand=int(entry.subject_key)).first()
    if found is None:
        return
    challenge = locked(found)
    if entry.kind == "demand_withdrawn":
        _terminate(challenge)
        return
    verb = _STEPS[entry.kind]
    if CHALLENGE.allows(verb, challenge.state):
        challenge.move(verb)
        challenge.save(update_fields=["state"])
        note(f"challenge_{challenge.state}", challenge, by=None)


def _terminate(challenge: Challenge) -> None:
    if CHALLENGE.allows("terminate", challenge.state):
        reason = ExitReason.objects.get(code=DEMAND_WITHDRAWN)
        words = challenge.demand.lifecycle.withdrawn_reason
        leave(challenge, "terminate", by=None, reason=reason, words=words)
