"""The promise to take reports up and to answer them: a reminder on the due day, one after it.

The clock starts the job every minute; each step is done under the lifecycle's lock, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.awards.models import Report
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.promises import due_stamp, stamped
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.journal.record import record

if TYPE_CHECKING:
    from typing import Final

_ENTRY: Final = {"reminded_at": "report_due_today", "escalated_at": "report_overdue"}


@every(seconds=60, name="reports")
def prompt_supervisors() -> None:
    """Remind of the reports that are due today, and once more of those that are late."""
    now = clock.now()
    waiting = Report.objects.open().for_rows().order_by("due_at")
    each_alone([one for one in waiting if due_stamp(one, now, due_by=one.due_by)], prompt)


@transaction.atomic
def prompt(report: Report) -> str:
    """Remind if it is time and nobody has; return the kind of entry, or nothing."""
    locked(report.challenge)
    fresh = Report.objects.for_rows().get(pk=report.pk)
    stamp = stamped(fresh, clock.now(), due_by=fresh.due_by)
    if not stamp:
        return ""
    record(_ENTRY[stamp], fresh, actor=None)
    return _ENTRY[stamp]
