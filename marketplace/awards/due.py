"""The promise to decide on an objection: a reminder on the due day, then the escalation (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and stamps the
row, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from django.db import transaction

from marketplace.awards.models import Objection
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.journal.record import record

if TYPE_CHECKING:
    from datetime import datetime

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
    now = clock.now()
    stamp = due_stamp(fresh, now, due_by=fresh.due_by)
    if not stamp:
        return ""
    setattr(fresh, stamp, now)
    fresh.save(update_fields=[stamp])
    kind = _ENTRY[stamp]
    record(kind, fresh, actor=None, data={"demand": fresh.notice.challenge.demand_id})
    return kind


class Promised(Protocol):
    """Something that somebody should do by an instant, with the stamps of its prompts."""

    due_at: Any
    reminded_at: Any
    escalated_at: Any

    @property
    def is_open(self) -> bool:
        """Return whether it still waits."""

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether it should have been done by an instant."""


def due_stamp(waiting: Promised, now: datetime, *, due_by: datetime | None = None) -> str:
    """Return which stamp something open is due to get now, or nothing.

    `due_by` is the instant as holidays are known now, where that may differ from what was said.
    """
    if not waiting.is_open or waiting.escalated_at is not None:
        return ""
    if waiting.is_late_at(now):
        return "escalated_at"
    is_today = morning_of(due_by or waiting.due_at) <= now
    return "reminded_at" if is_today and waiting.reminded_at is None else ""
