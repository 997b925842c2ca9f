"""What falls due: reminders of a round, the silence of bodies, the answers to proposals.

The clock starts the jobs every minute. Each step is done under the lock of its round or call and
leaves a row or a stamp, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F

from marketplace.calls import calling
from marketplace.calls.models import Escalation, Proposal, Reply, Round, RoundReminder
from marketplace.core import clock
from marketplace.core.promises import due_stamp, stamped
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.journal.record import record

if TYPE_CHECKING:
    from datetime import datetime

DAYS: Final = (1, 3, 7)
"""So many days before the due time the silent are reminded; the shortest that fits counts."""

_ENTRY: Final = {"reminded_at": "proposal_due_today", "escalated_at": "proposal_overdue"}


@every(seconds=60, name="rounds")
def prompt_bodies() -> None:
    """Remind the bodies that are silent, and tell their approvers when the time has passed."""
    now = clock.now()
    running = Round.objects.filter(state="open").order_by("due_at")
    each_alone(
        [one for one in running if one.is_due_at(now) or reminder_due(one, now)], prompt_round
    )


@every(seconds=60, name="proposals")
def prompt_departments() -> None:
    """Remind of the answers that are due today, and escalate those that are late."""
    now = clock.now()
    waiting = Proposal.objects.open().for_rows().order_by("due_at")
    each_alone([one for one in waiting if due_stamp(one, now, due_by=one.due_at)], prompt_proposal)


@transaction.atomic
def prompt_round(round_: Round) -> None:
    """Give the reminder or the escalations that a round is due to get now."""
    round_ = calling.locked(round_)
    now = clock.now()
    if not round_.is_open:
        return
    if round_.is_due_at(now):
        _escalate(round_, now)
        return
    days = reminder_due(round_, now)
    if days is None or not round_.replies.silent().exists():
        return
    RoundReminder.objects.create(round=round_, due_at=round_.due_at, days=days, at=now)
    record("round_due_soon", round_, actor=None, data={"days": days})


def reminder_due(round_: Round, now: datetime) -> int | None:
    """Return how many days before the due time a reminder is due now that was not given.

    One whose day lies before the opening, or that a shorter one has overtaken, is left out.
    """
    for days in DAYS:
        begins = round_.due_at - timedelta(days=days)
        if now < begins:
            continue
        if round_.opened_at is None or round_.opened_at > begins:
            return None
        given = RoundReminder.objects.filter(round=round_, due_at=round_.due_at, days=days)
        return None if given.exists() else days
    return None


@transaction.atomic
def prompt_proposal(proposal: Proposal) -> str:
    """Remind or escalate if it is time and nobody has; return the kind of entry, or nothing."""
    calling.locked(proposal.call)
    fresh = Proposal.objects.for_rows().get(pk=proposal.pk)
    stamp = stamped(fresh, clock.now(), due_by=fresh.due_at)
    if not stamp:
        return ""
    kind = _ENTRY[stamp]
    record(kind, fresh, actor=None, data={"call": fresh.call_id})
    return kind


def _escalate(round_: Round, now: datetime) -> None:
    told = Escalation.objects.filter(due_at=F("reply__round__due_at")).values("reply")
    silent = Reply.objects.silent().filter(round=round_).exclude(pk__in=told)
    for reply in silent.select_related("organisation", "round"):
        Escalation.objects.create(reply=reply, due_at=round_.due_at, at=now)
        record("reply_overdue", reply, actor=None, data={"round": round_.pk})
