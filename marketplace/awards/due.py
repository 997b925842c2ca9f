"""The promise to decide on an objection: a reminder on the due day, then the escalation (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and stamps the
row, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.awards.models import Objection
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.clock_jobs import every
from marketplace.journal.record import record

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

_ENTRY: Final = {"reminded_at": "objection_due_today", "escalated_at": "objection_overdue"}


@every(seconds=60, name="objections")
def prompt_for_decisions() -> None:
    """Remind of the decisions that are due today, and escalate those that are late."""
    now = clock.now()
    for objection in Objection.objects.open().for_rows().order_by("due_at"):
        if _due_stamp(objection, now):
            _prompt_alone(objection)


@transaction.atomic
def prompt(objection: Objection) -> str:
    """Remind or escalate if it is time and nobody has; return the kind of entry, or nothing."""
    locked(objection.notice.challenge)
    fresh = Objection.objects.for_rows().get(pk=objection.pk)
    now = clock.now()
    stamp = _due_stamp(fresh, now)
    if not stamp:
        return ""
    setattr(fresh, stamp, now)
    fresh.save(update_fields=[stamp])
    kind = _ENTRY[stamp]
    record(kind, fresh, actor=None, data={"demand": fresh.notice.challenge.demand_id})
    return kind


def _due_stamp(objection: Objection, now: datetime) -> str:
    """Return which stamp an open objection is due to get now."""
    if not objection.is_open or objection.escalated_at is not None:
        return ""
    if objection.is_late_at(now):
        return "escalated_at"
    is_today = morning_of(objection.due_at) <= now
    return "reminded_at" if is_today and objection.reminded_at is None else ""


def _prompt_alone(objection: Objection) -> None:
    """Do one; an objection that fails holds up no other."""
    try:
        prompt(objection)
    except Exception:
        logger.exception("objection %s was not prompted for", objection.pk)
