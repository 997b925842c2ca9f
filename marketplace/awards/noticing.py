"""Drafting, showing and discarding the notice of a result; each change is one function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.awards import permissions
from marketplace.awards.models import Candidate, ResultNotice
from marketplace.bids.models import Bid
from marketplace.challenges.actions import locked, note, require
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.listings.plain_text import markup_in, without_control
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew
from marketplace.reviews.rounds import mark_shown, standing_ranking

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.core.refusals import Message, Refusal

REMARK_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of a result: how it came about, for how long, how many are to be awarded."""

    statement: str
    workdays: int
    proposed: int = 1
    remarks: Mapping[int, str] = field(default_factory=dict)
    """By the bid's key, where there is one."""


@transaction.atomic
def draft_notice(challenge: Challenge, *, by: User, says: Notice) -> ResultNotice:
    """Write the notice of a result, or write the draft anew.

    The places are those of the frozen ranking, all of them; the first, one at least and no more
    than the challenge's parallel teams, are to be awarded. A Refusal says beside which field a
    mistake is.
    """
    challenge = locked(challenge)
    require(permissions.may_draft_notice(anew(by), challenge))
    ranking = standing_ranking(challenge)
    places = {} if ranking is None else ranking.ranks()
    _refuse_mistakes(challenge, says, places=len(places))
    notice = ResultNotice.objects.standing().filter(challenge=challenge).first()
    notice = notice or ResultNotice(challenge=challenge)
    notice.workdays, notice.ranking = says.workdays, ranking
    notice.statement = written(says.statement, "statement", of=ResultNotice)
    notice.drafted_by, notice.drafted_at = by, clock.now()
    notice.save()
    _put_candidates(notice, places, says=says)
    fresh: ResultNotice = ResultNotice.objects.for_rows().get(pk=notice.pk)
    return fresh


def _put_candidates(notice: ResultNotice, places: Mapping[str, int], *, says: Notice) -> None:
    notice.candidates.all().delete()
    bids = Bid.objects.filter(challenge=notice.challenge, receipt__in=places)
    Candidate.objects.bulk_create(
        Candidate(
            notice=notice,
            bid=bid,
            rank=places[bid.receipt],
            is_proposed=places[bid.receipt] <= says.proposed,
            remark=without_control(says.remarks.get(bid.pk, "").strip()),
        )
        for bid in bids
    )


@transaction.atomic
def show_notice(notice: ResultNotice, *, by: User) -> ResultNotice:
    """Put a drafted notice on show for its working days; objections are taken from now on."""
    notice = locked_notice(notice)
    require(permissions.may_show_notice(anew(by), notice))
    notice.show(by=by, at=clock.now())
    notice.save(update_fields=["state", "shown_by", "shown_at", "ends_at"])
    move_challenge(notice.challenge, "announce")
    if notice.ranking is not None:
        mark_shown(notice.ranking.round, by=by)
    return record_notice("result_notice_shown", notice, by=by)


@transaction.atomic
def discard_notice(notice: ResultNotice, *, by: User) -> ResultNotice:
    """Throw a draft away."""
    notice = locked_notice(notice)
    require(permissions.may_discard_notice(anew(by), notice))
    end_notice(notice, "discard", by=by)
    return notice


def locked_notice(notice: ResultNotice) -> ResultNotice:
    """Return a notice as it is now, under the lock of its demand's lifecycle row."""
    challenge = locked(notice.challenge)
    fresh: ResultNotice = ResultNotice.objects.for_rows().get(pk=notice.pk)
    fresh.challenge = challenge
    return fresh


def end_notice(notice: ResultNotice, verb: str, *, by: User | None) -> None:
    """Discard, cancel or settle a locked notice."""
    notice.end(verb, by=by, at=clock.now())
    notice.save(update_fields=["state", "ends_at", "ended_by", "ended_at"])


def move_challenge(challenge: Challenge, verb: str) -> None:
    """Let a locked challenge enter the state that a verb leads to."""
    challenge.move(verb)
    challenge.save(update_fields=["state"])


def record_notice(kind: str, notice: ResultNotice, *, by: User, **more: object) -> ResultNotice:
    """Record what happened to a notice, and to its challenge with it."""
    data = {"demand": notice.challenge.demand_id, **more}
    record(kind, notice, actor=by, data=data)
    note(f"challenge_{notice.challenge.state}", notice.challenge, by=by)
    return notice


def _refuse_mistakes(challenge: Challenge, says: Notice, *, places: int) -> None:
    least = challenge.programme.notice_workdays
    if says.workdays < least:
        reason = _("At least {least} working days, as the programme asks.")
        raise _beside("workdays", format_lazy(reason, least=least))
    most = min(challenge.parallel_teams, places)
    if not 1 <= says.proposed <= most:
        reason = _("To be awarded are the first ranks, one at least and {most} at most.")
        raise _beside("proposed", format_lazy(reason, most=most))
    if any(markup_in(text) or len(text) > REMARK_LENGTH for text in says.remarks.values()):
        raise _beside("remarks", _("A remark is plain text of at most 120 characters."))


def _beside(name: str, message: Message) -> Refusal:
    return mistakes({name: [message]})
