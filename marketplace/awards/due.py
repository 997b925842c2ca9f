"""The promise to decide on an objection: a reminder on the due day, then the escalation (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and stamps the
row, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from marketplace.awards.models import Objection
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.promises import due_stamp, stamped
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.journal.record import record

_ENTRY: Final = {"reminded_at": "objection_due_today", "escalated_at": "objection_overdue"}


@every(seconds=60, name="objections")
def prompt_for_decisions() -> None:
    """Remind of the decisions that are due today, and escalate those that are late."""
    now = clock.now()
    waiting = Objection.objects.open().for_rows().order_by("due_at")
    each_alone([one for one in waiting if due_stamp(one, now, due_by=one.due_by)], prompt)


@transaction.atomic
def prompt(objection: Objection) -> str:
    """Remind or escalate if it is time and nobody has; return the kind of entry, or nothing."""
    locked(objection.notice.challenge)
    fresh = Objection.objects.for_rows().get(pk=objection.pk)
    stamp = stamped(fresh, clock.now(), due_by=fresh.due_by)
    if not stamp:
        return ""
    kind = _ENTRY[stamp]
    record(kind, fresh, actor=None, data={"demand": fresh.notice.challenge.demand_id})
    return kind
