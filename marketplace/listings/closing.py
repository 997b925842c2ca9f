"""Closing and its reminders as events: each happens once, also when nobody opens a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.listings.models import ClosingReminder, DemandLifecycle
from marketplace.listings.models.approvals import lock_lifecycle

logger = logging.getLogger(__name__)

BATCH: Final = 200
"""How many demands one run of the clock's job deals with; the next run goes on."""

_Rows = QuerySet[DemandLifecycle]


def watch_deadlines() -> None:
    """Record what closed and remind of what closes soon; the clock's job."""
    close_due()
    remind_due()


def close_due() -> int:
    """Record every close whose instant has come; return how many were recorded now."""
    due = _unclosed().filter(closes_at__lte=clock.now())
    return _each(due, close_demand)


def remind_due() -> int:
    """Record every reminder whose hour has come; return how many were recorded now.

    A reminder that could not be given before the next shorter one is due is left out.
    """
    now = clock.now()
    return sum(
        _each(_to_remind(hours, now), partial(remind, hours=hours))
        for hours in ClosingReminder.HOURS
    )


@transaction.atomic
def close_demand(lifecycle: DemandLifecycle) -> bool:
    """Record that a demand has closed; False where it has not, or was recorded before.

    Everything is read anew under the lock: an addendum may have moved the close meanwhile.
    """
    demand = lifecycle.demand
    row: Any = lock_lifecycle(demand)
    now = clock.now()
    if not _goes_on(row) or not _is_past(row, now):
        return False
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    record("demand_closed", demand, actor=None, data={"closes_at": row.closes_at.isoformat()})
    return True


@transaction.atomic
def remind(lifecycle: DemandLifecycle, *, hours: int) -> bool:
    """Record that a demand closes within so many hours; False where that does not hold now."""
    demand = lifecycle.demand
    row: Any = lock_lifecycle(demand)
    now = clock.now()
    if not _goes_on(row) or not _is_within(row, hours, now=now):
        return False
    given = ClosingReminder.objects.filter(demand=demand, closes_at=row.closes_at)
    if given.filter(hours__lte=hours).exists():
        return False
    given.create(demand=demand, closes_at=row.closes_at, hours=hours, recorded_at=now)
    data = {"hours": hours, "closes_at": row.closes_at.isoformat()}
    record("demand_closing", demand, actor=None, data=data)
    return True


def _each(rows: _Rows, act: Callable[[DemandLifecycle], bool]) -> int:
    """Do something to each row in a transaction of its own; one that fails holds up none."""
    done = 0
    for row in rows.select_related("demand").order_by("closes_at", "pk")[:BATCH]:
        try:
            done += act(row)
        except Exception:
            logger.exception("the deadline of demand %s was not dealt with", row.demand_id)
    return done


def _unclosed() -> _Rows:
    return DemandLifecycle.objects.filter(
        state=DemandLifecycle.State.LIVE, closed_at__isnull=True, closes_at__isnull=False
    )


def _to_remind(hours: int, now: datetime) -> _Rows:
    """Return the demands that close within so many hours, were public before, and not reminded.

    A shorter reminder that was given says more, also where the clock was set back since.
    """
    reminded = ClosingReminder.objects.filter(
        demand=OuterRef("demand"), closes_at=OuterRef("closes_at"), hours__lte=hours
    )
    return _unclosed().filter(
        ~Exists(reminded),
        closes_at__gt=now + _shorter(hours),
        closes_at__lte=now + timedelta(hours=hours),
        published_at__lte=F("closes_at") - timedelta(hours=hours),
    )


def _goes_on(row: Any) -> bool:
    """Return whether it is public and its close was not recorded; once recorded it stays closed."""
    return row.state == row.State.LIVE and row.closed_at is None


def _is_within(row: Any, hours: int, *, now: datetime) -> bool:
    closes: datetime | None = row.closes_at
    return closes is not None and _shorter(hours) < closes - now <= timedelta(hours=hours)


def _is_past(row: Any, now: datetime) -> bool:
    return row.closes_at is not None and row.phase_at(now) == "closed"


def _shorter(hours: int) -> timedelta:
    """Return the time before the close at which the next shorter reminder is due."""
    return timedelta(hours=max((one for one in ClosingReminder.HOURS if one < hours), default=0))
