"""Whether enough bids are left once the formal checks are over: rules count valid bids (流标)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Bid, FormalState
from marketplace.challenges.defaults import NO_BIDS
from marketplace.challenges.models import ChallengeState
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.challenges.models import Challenge


def enough_valid(challenge: Challenge) -> Decision:
    """Return whether a challenge goes on after its formal checks; yes while one is not over."""
    if challenge.pk not in short_of_bids([challenge]):
        return ALLOWED
    reason = _(
        "Fewer valid bids are left than the {least} that the rules ask for: the challenge ends"
        " without a result."
    )
    return refused(format_lazy(reason, least=challenge.minimum_bids), "too_few_valid")


def too_few(challenge: Challenge) -> str:
    """Return the code of the reason for which an opened challenge with too few valid bids ends."""
    return NO_BIDS if challenge.pk in short_of_bids([challenge]) else ""


def short_of_bids(challenges: Sequence[Challenge]) -> set[int]:
    """Return the keys of opened challenges with too few valid bids, known once all are checked.

    One query, however many challenges there are. A bid that could not be opened is no valid one.
    """
    asked = {one.pk: one.minimum_bids for one in challenges if one.state == ChallengeState.OPENED}
    rows = Bid.objects.published().filter(challenge__in=asked)
    valid: dict[int, int] = {}
    undecided: set[int] = set()
    for key, fault, state in rows.values_list("challenge", "fault", "formal_check__state"):
        valid.setdefault(key, 0)
        if state == FormalState.ADMITTED:
            valid[key] += 1
        elif not fault and state != FormalState.EXCLUDED:
            undecided.add(key)
    return {key for key, count in valid.items() if count < asked[key]} - undecided
