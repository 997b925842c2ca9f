"""What a challenge waits for at its openers' and officers' hands until its bids are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.models import Opener
from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState, SealMode
from marketplace.sealing.shares import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def steps_due(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield the rehearsal that bids wait for, and the opening once the close is recorded."""
    unready = _unrehearsed([one for one in challenges if one.seal_mode == SealMode.CEREMONY])
    for one in challenges:
        by_ceremony = one.seal_mode == SealMode.CEREMONY
        if one.state == ChallengeState.PUBLISHED and one.pk in unready:
            yield _due(one, what=_("Openers rehearse; bids are taken then"), hand=Hand.OPENER)
        elif one.state == ChallengeState.CLOSED:
            hand = Hand.OPENER if by_ceremony else Hand.OFFICER
            yield _due(one, what=_("Open the bids"), hand=hand)


def _unrehearsed(challenges: Sequence[Challenge]) -> set[int]:
    """Return the keys of those whose openers have not all rehearsed."""
    keys = [one.pk for one in challenges]
    ready = Opener.objects.filter(challenge__in=keys, rehearsed_at__isnull=False)
    counted = list(ready.values_list("challenge", flat=True))
    return {key for key in keys if counted.count(key) < SHARES}


def _due(challenge: Challenge, *, what: str, hand: Hand) -> Due:
    url = reverse("bids:opening", args=[challenge.demand.lifecycle.number])
    since = challenge.closed_at
    return Due(challenge=challenge.pk, what=what, hand=hand, url=url, since=since)
