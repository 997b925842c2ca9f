"""Drafting, showing and discarding the notice of a result; each change is one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.awards import permissions
from marketplace.awards.models import Candidate, ResultNotice
from marketplace.bids.models import Bid
from marketplace.challenges.actions import locked, mistakes, note, require
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.listings.plain_text import markup_in, without_control
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.core.refusals import Refusal

REMARK_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A bid's place in a result, whether it is to be awarded, and a remark if wanted."""

    bid: Bid
    rank: int
    is_proposed: bool = False
    remark: str = ""


@transaction.atomic
def draft_notice(
    challenge: Challenge, *, by: User, statement: str, workdays: int, lines: Sequence[Line]
) -> ResultNotice:
    """Write the notice of a result, or write the draft anew.

    Ranks count from 1 without a gap; the first of them, one at least and no more than the
    challenge's parallel teams, are to be awarded. A Refusal says beside which field a mistake is.
    """
    challenge = locked(challenge)
    require(permissions.may_draft_notice(anew(by), challenge))
    _refuse_mistakes(challenge, workdays=workdays, lines=lines)
    notice = ResultNotice.objects.standing().filter(challenge=challenge).first()
    notice = notice or ResultNotice(challenge=challenge)
    notice.workdays, notice.statement = workdays, written(statement, "statement", of=ResultNotice)
    notice.drafted_by, notice.drafted_at = by, clock.now()
    notice.save()
    notice.candidates.all().delete()
    Candidate.objects.bulk_create(
        Candidate(
            notice=notice,
            bid=line.bid,
            rank=line.rank,
            is_proposed=line.is_proposed,
            remark=without_control(line.remark.strip()),
        )
        for line in lines
    )
    fresh: ResultNotice = ResultNotice.objects.for_rows().get(pk=notice.pk)
    return fresh


@transaction.atomic
def show_notice(notice: ResultNotice, *, by: User) -> ResultNotice:
    """Put a drafted notice on show for its working days; objections are taken from now on."""
    notice = locked_notice(notice)
    require(permissions.may_show_notice(anew(by), notice))
    notice.show(by=by, at=clock.now())
    notice.save(update_fields=["state", "shown_by", "shown_at", "ends_at"])
    move_challenge(notice.challenge, "announce")
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
    notice.save(update_fields=["state", "ended_by", "ended_at"])


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


def _refuse_mistakes(challenge: Challenge, *, workdays: int, lines: Sequence[Line]) -> None:
    least = challenge.programme.notice_workdays
    if workdays < least:
        reason = _("At least {least} working days, as the programme asks.")
        raise _beside("workdays", format_lazy(reason, least=least))
    if not lines:
        raise _beside("candidates", _("Name at least one candidate."))
    if sorted(line.rank for line in lines) != list(range(1, len(lines) + 1)):
        raise _beside("candidates", _("Ranks count from 1, without a gap, each given once."))
    if any(markup_in(line.remark) or len(line.remark) > REMARK_LENGTH for line in lines):
        raise _beside("candidates", _("A remark is plain text of at most 120 characters."))
    admitted = Bid.objects.admitted().filter(challenge=challenge)
    keys = [line.bid.pk for line in lines]
    if len(set(keys)) != len(keys) or admitted.filter(pk__in=keys).count() != len(keys):
        raise _beside("candidates", _("Candidates are the admitted bids of this challenge, once."))
    _refuse_proposals(challenge, {line.rank for line in lines if line.is_proposed})


def _refuse_proposals(challenge: Challenge, proposed: Collection[int]) -> None:
    most = challenge.parallel_teams
    if not 1 <= len(proposed) <= most or set(proposed) != set(range(1, len(proposed) + 1)):
        reason = _("To be awarded are the first ranks, one at least and {most} at most.")
        raise _beside("candidates", format_lazy(reason, most=most))


def _beside(name: str, message: object) -> Refusal:
    return mistakes({name: [message]})
