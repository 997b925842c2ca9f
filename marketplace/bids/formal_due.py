"""What formal checks wait for: an officer who looks, or a bidder who completes its bid."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.models import FormalCheck, FormalState
from marketplace.bids.validity import short_of_bids
from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def checks_due(challenges: Sequence[Challenge], at: datetime) -> Iterator[Due]:
    """Yield the checks under way, for those who check and complete, or that too few are left."""
    opened = [one for one in challenges if one.state == ChallengeState.OPENED]
    rows = FormalCheck.objects.unsettled().filter(bid__challenge__in=[one.pk for one in opened])
    short = short_of_bids(opened)
    found: defaultdict[int, list[FormalCheck]] = defaultdict(list)
    for check in rows.select_related("bid"):
        found[check.bid.challenge_id].append(check)
    for one in opened:
        if one.pk in short:
            yield _too_few(one)
        curing = [check for check in found[one.pk] if _is_curing(check, at=at)]
        if len(curing) < len(found[one.pk]):
            yield _due(one, _("Check the form of the bids"), hand=Hand.OFFICER)
        if curing:
            by = min(check.due_at for check in curing if check.due_at)
            yield _due(one, _("Bidders complete their bids"), hand=Hand.FIRM, by=by)


def _is_curing(check: FormalCheck, *, at: datetime) -> bool:
    return check.state == FormalState.CURING and not check.is_due_at(at)


def _too_few(challenge: Challenge) -> Due:
    what = _("Too few valid bids are left: end it without a result")
    url = f"{reverse('challenges:work', args=[challenge.demand_id])}#fail"
    since = challenge.opened_at
    return Due(challenge=challenge.pk, what=what, hand=Hand.OFFICER, url=url, since=since)


def _due(challenge: Challenge, what: str, *, hand: Hand, by: datetime | None = None) -> Due:
    url = reverse("bids:of_challenge", args=[challenge.demand.lifecycle.number])
    return Due(
        challenge=challenge.pk,
        what=what,
        hand=hand,
        url=url,
        since=challenge.opened_at,
        by=by,
        step="review_ends_on",
    )
