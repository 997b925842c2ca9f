"""What a challenge waits for at its openers' and officers' hands until its bids are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Count
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

_BEFORE_BIDS: Final = (ChallengeState.ARGUING, ChallengeState.ARGUED, ChallengeState.PUBLISHED)


def steps_due(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield naming and rehearsal that the list waits for, and the opening after the close."""
    rehearsed = _rehearsed([one for one in challenges if one.seal_mode == SealMode.CEREMONY])
    for one in challenges:
        by_ceremony = one.seal_mode == SealMode.CEREMONY
        if by_ceremony and rehearsed.get(one.pk, 0) < SHARES and one.state in _BEFORE_BIDS:
            yield _getting_ready(one, is_named=one.pk in rehearsed)
        elif one.state == ChallengeState.CLOSED:
            hand = Hand.OPENER if by_ceremony else Hand.OFFICER
            yield _due(one, what=_("Open the bids"), hand=hand, step="opening_on")


def _getting_ready(challenge: Challenge, *, is_named: bool) -> Due:
    if not is_named:
        return _due(challenge, what=_("Name the three openers"), hand=Hand.OFFICER)
    is_listed = challenge.state == ChallengeState.PUBLISHED
    said = _("Openers rehearse; bids are taken then")
    before = _("Openers rehearse; it can be listed then")
    return _due(challenge, what=said if is_listed else before, hand=Hand.OPENER)


def _rehearsed(challenges: Sequence[Challenge]) -> dict[int, int]:
    """Return how many openers have rehearsed, by the keys of those whose openers are named."""
    named = Opener.objects.filter(challenge__in=[one.pk for one in challenges])
    counted = named.order_by().values_list("challenge").annotate(ready=Count("rehearsed_at"))
    return dict(counted)


def page_of_openers(challenge: Challenge) -> str:
    """Return the address where openers act: before the list a page of the workbench."""
    number = challenge.demand.lifecycle.number
    if number:
        return reverse("bids:opening", args=[number])
    return reverse("bids:openers", args=[challenge.demand_id])


def _due(challenge: Challenge, *, what: str, hand: Hand, step: str = "") -> Due:
    url, since = page_of_openers(challenge), challenge.closed_at
    return Due(challenge=challenge.pk, what=what, hand=hand, url=url, since=since, step=step)
