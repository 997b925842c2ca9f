"""What a challenge waits for from the end of its review to the award."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.awards.models import Objection, ResultNotice, ResultNoticeState
from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.models import ChallengeState
from marketplace.reviews.models import ReviewRound, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge


def steps_due(challenges: Sequence[Challenge], at: datetime) -> Iterator[Due]:
    """Yield the notice to draft or to show, its end, open objections, and the award."""
    stages = (ChallengeState.OPENED, ChallengeState.NOTICED)
    asked = {one.pk: one for one in challenges if one.state in stages}
    notices = ResultNotice.objects.filter(challenge__in=asked, state__in=["drafted", "shown"])
    standing = {notice.challenge_id: notice for notice in notices}
    disputed = set()
    for objection in Objection.objects.open().filter(notice__challenge__in=asked).for_rows():
        disputed.add(objection.notice.challenge_id)
        yield _of_objection(objection)
    ranked = ReviewRound.objects.filter(panel__challenge__in=asked, state=RoundState.RANKED)
    for key in ranked.values_list("panel__challenge", flat=True):
        if key not in standing and asked[key].state == ChallengeState.OPENED:
            yield _draft(asked[key])
    for key, notice in standing.items():
        if key not in disputed or notice.state == ResultNoticeState.DRAFTED:
            yield _of_notice(notice, asked[key], at=at)


def _of_objection(objection: Objection) -> Due:
    return Due(
        challenge=objection.notice.challenge_id,
        what=_("Decide on objection no. %(number)s") % {"number": objection.number},
        hand=Hand.APPROVER,
        url=reverse("awards:mine"),
        since=objection.filed_at,
        by=objection.due_by,
    )


def _draft(challenge: Challenge) -> Due:
    url = reverse("awards:draft", args=[challenge.demand.lifecycle.number])
    return Due(
        challenge=challenge.pk,
        what=_("Draft the notice of the result"),
        hand=Hand.OFFICER,
        url=url,
        step="notice_on",
    )


def _of_notice(notice: ResultNotice, challenge: Challenge, *, at: datetime) -> Due:
    what, hand, by = _("Make the award final"), Hand.APPROVER, None
    if notice.state == ResultNoticeState.DRAFTED:
        what = _("Show the result")
    elif notice.is_open_at(at):
        what, hand, by = _("The notice of the result ends"), Hand.CLOCK, notice.lasts_until
    return Due(
        challenge=challenge.pk,
        what=what,
        hand=hand,
        url=reverse("awards:notice", args=[challenge.demand.lifecycle.number]),
        since=notice.lasts_until if hand == Hand.APPROVER and notice.ends_at else notice.drafted_at,
        by=by,
        step="notice_on" if notice.state == ResultNoticeState.DRAFTED else "signing_on",
    )
