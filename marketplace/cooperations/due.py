"""Requests for opened resources that nobody answers: a reminder on the due day, then the delay.

The clock starts the job every minute. Each step is done under the lifecycle's lock and stamps the
row, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from marketplace.cooperations.models import ResourceRequest
from marketplace.cooperations.resources import locked_request
from marketplace.core import clock
from marketplace.core.promises import due_stamp, stamped
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.journal.record import record

_LATE: Final = "overdue_at"
_ENTRY: Final = {"reminded_at": "resource_answer_reminded", "overdue_at": "resource_overdue"}
_AT_LEAST: Final = timedelta(days=4)
"""No morning of a due day comes sooner after a request, however the holidays fall."""


@every(seconds=60, name="resource_requests")
def prompt_for_resources() -> None:
    """Remind of the requests whose answer is due today, and note those that are late."""
    now = clock.now()
    waiting = ResourceRequest.objects.open().filter(overdue_at=None, asked_at__lte=now - _AT_LEAST)
    rows = waiting.select_related("cooperation__demand__lifecycle")
    due = [one for one in rows if due_stamp(one, now, due_by=one.answer_due, late=_LATE)]
    each_alone(due, prompt)


@transaction.atomic
def prompt(request: ResourceRequest) -> str:
    """Remind or note the delay if it is time and nobody has; return the kind of entry, if any."""
    fresh = locked_request(request)
    if fresh.cooperation.ended_at is not None:
        return ""
    stamp = stamped(fresh, clock.now(), due_by=fresh.answer_due, late=_LATE)
    if not stamp:
        return ""
    kind = _ENTRY[stamp]
    record(kind, fresh, actor=None, data={"demand": fresh.cooperation.demand_id})
    return kind
