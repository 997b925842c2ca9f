"""Naming the next in the ranking where an award came to nothing (递补); one function a change.

Two people of the owner decide: an officer names with a reason, an approver agrees. Then the bidder
says whether it stands by its own bid at its own price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.awards import succession_permissions as permissions
from marketplace.awards.models import FACT_LENGTH, Succession
from marketplace.awards.soundness import known_fault_of, refuse_unsound
from marketplace.awards.vacancies import end_without_successor, vacancy_of
from marketplace.challenges.actions import leave, locked, require
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import due_after
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge, ExitReason

_ASKED: Final = ("state", "asked_by", "asked_at", "answer_by")
_ANSWERED: Final = ("state", "answer_by", "answered_by", "answered_at", "answer")
_SETTLED: Final = ("state", "settled_by", "settled_at", "fact")


@transaction.atomic
def name_next(challenge: Challenge, *, by: User, reason: str, seen: int) -> Succession:
    """Name the next in the ranking, whose bid was `seen`, with a reason that the approver reads.

    Refusal where another is the next by now.
    """
    challenge = locked(challenge)
    require(permissions.may_name(anew(by), challenge))
    vacancy = vacancy_of(challenge)
    if vacancy is None or vacancy.next is None or vacancy.next.bid_id != seen:
        raise Refusal(_("Another bidder is the next by now: please look again."), code="other")
    succession: Succession = Succession.objects.create(
        challenge=challenge,
        notice=vacancy.notice,
        bid=vacancy.next.bid,
        rank=vacancy.next.rank,
        reason=written(reason, "reason", of=Succession),
        named_at=clock.now(),
        named_by=by,
    )
    return note("succession_named", succession, by=by)


@transaction.atomic
def withdraw_naming(succession: Succession, *, by: User) -> Succession:
    """Take a naming back before the bidder hears of it."""
    succession = locked_succession(succession)
    require(permissions.may_withdraw(anew(by), succession))
    return _settle(succession, "withdraw", by=by)


@transaction.atomic
def ask_next(succession: Succession, *, by: User) -> Succession:
    """Agree to a naming: the bidder is asked, and answers within the programme's working days.

    Refusal while a condition of the demand, credit facts among them, is not met or not known.
    """
    succession = locked_succession(succession)
    require(permissions.may_ask(anew(by), succession))
    now = clock.now()
    refuse_unsound(succession.firm, succession.challenge.demand, at=now)
    until = due_after(now, succession.challenge.programme.answer_workdays)
    succession.ask(by=by, at=now, until=until)
    succession.save(update_fields=_ASKED)
    return note("succession_asked", succession, by=by)


@transaction.atomic
def stand_by_bid(succession: Succession, *, by: User, words: str = "") -> Succession:
    """Say for the bidder that it stands by its bid and its price, unchanged."""
    return _reply(succession, "stand", by=by, words=words)


@transaction.atomic
def decline(succession: Succession, *, by: User, words: str = "") -> Succession:
    """Say for the bidder that it no longer takes part; the one after it may be named."""
    succession = _reply(succession, "decline", by=by, words=words)
    end_without_successor(succession.challenge)
    return succession


@transaction.atomic
def pass_over(succession: Succession, *, by: User) -> Succession:
    """Pass a bidder over that is known not to meet a condition now; the fact stays on record.

    Refusal where none is known: nobody is passed over at will.
    """
    succession = locked_succession(succession)
    require(permissions.may_pass_over(anew(by), succession))
    fault = known_fault_of(succession.firm, succession.challenge.demand, at=clock.now())
    if not fault:
        reason = _("It meets every condition that is known; only a fact passes a bidder over.")
        raise Refusal(reason, code="sound")
    succession = _settle(succession, "pass_over", by=by, fact=str(fault)[:FACT_LENGTH])
    end_without_successor(succession.challenge)
    return succession


@transaction.atomic
def fall_through(
    challenge: Challenge, *, by: User, reason: ExitReason, words: str = ""
) -> Challenge:
    """End a challenge whose award came to nothing, instead of naming somebody else.

    A naming that nobody was asked about is withdrawn.
    """
    challenge = locked(challenge)
    require(permissions.may_fall_through(anew(by), challenge))
    for one in challenge.successions.filter(state="named").for_rows():
        _settle(one, "withdraw", by=by)
    return leave(challenge, "fall_through", by=by, reason=reason, words=words)


def let_lapse(succession: Succession) -> None:
    """Let a locked succession lapse that nobody answered in time; the one after it may be named."""
    _settle(succession, "lapse", by=None)
    end_without_successor(succession.challenge)


def locked_succession(succession: Succession) -> Succession:
    """Return it as it is now, under the lock of its demand's lifecycle row."""
    challenge = locked(succession.challenge)
    fresh: Succession = Succession.objects.for_rows().get(pk=succession.pk)
    fresh.challenge = challenge
    return fresh


def note(kind: str, succession: Succession, *, by: User | None) -> Succession:
    """Record what happened to a succession, and return it."""
    record(kind, succession, actor=by, data={"demand": succession.challenge.demand_id})
    return succession


def _reply(succession: Succession, verb: str, *, by: User, words: str) -> Succession:
    succession = locked_succession(succession)
    now = clock.now()
    require(permissions.may_answer(anew(by), succession, at=now))
    said = written(words, "answer", of=Succession) if words.strip() else ""
    succession.reply(verb, by=by, at=now, answer=said)
    succession.save(update_fields=_ANSWERED)
    return note(f"succession_{succession.state}", succession, by=by)


def _settle(succession: Succession, verb: str, *, by: User | None, fact: str = "") -> Succession:
    succession.settle(verb, by=by, at=clock.now(), fact=fact)
    succession.save(update_fields=_SETTLED)
    return note(f"succession_{succession.state}", succession, by=by)
