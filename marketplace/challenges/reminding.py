"""Reminders of the planned days of challenges: on the day, and once more where it was missed.

The clock starts the job. Each reminder is recorded under the lifecycle's lock with a row of its
own, so that it is given once, whatever runs how often.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from marketplace.challenges.actions import locked, note
from marketplace.challenges.dues import Hand, dues_of, end_of_day
from marketplace.challenges.models import Challenge, PlanReminder
from marketplace.core import clock
from marketplace.core.workdays import DAY_BEGINS, SHANGHAI
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.listings.timetable import PLANNED, planned_days

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST: Final = 7
"""Days after a planned day in which it is still reminded of: later everybody knows."""


@every(seconds=300, name="planned_days")
def remind_of_plans() -> None:
    """Remind of the days that are here or were missed lately."""
    now = clock.now()
    each_alone([one for one in _planned_about(now) if _untold(one, now)], remind)


@transaction.atomic
def remind(challenge: Challenge) -> int:
    """Record the reminders that are due and not given yet; return how many."""
    fresh = locked(challenge)
    now = clock.now()
    waits = _first_step_that_waits(fresh, at=now)
    told = [one for one in _untold(fresh, now) if PLANNED.index(one[0]) >= waits]
    for step, day, is_late in told:
        PlanReminder.objects.create(
            challenge=fresh, step=step, day=day, is_late=is_late, recorded_at=now
        )
        kind = "planned_step_late" if is_late else "planned_step_today"
        note(kind, fresh, by=None, step=step, day=day.isoformat())
    return len(told)


def _planned_about(now: datetime) -> QuerySet[Challenge]:
    today = now.astimezone(SHANGHAI).date()
    days = (today - timedelta(days=LONGEST), today)
    near = reduce(or_, (Q(**{f"demand__{name}__range": days}) for name in PLANNED))
    listed = Challenge.objects.going_on().for_rows()
    return listed.filter(near, demand__lifecycle__closed_at__isnull=False)


def _untold(challenge: Challenge, now: datetime) -> list[tuple[str, date, bool]]:
    """Return step, day and lateness of the reminders whose hour has come and that nobody gave."""
    given = set(challenge.plan_reminders.values_list("step", "day", "is_late"))
    due = [
        (name, day, now > end_of_day(day))
        for name, day in planned_days(challenge.demand).items()
        if _is_about(day, now)
    ]
    return [one for one in due if one not in given]


def _is_about(day: date, now: datetime) -> bool:
    begins = datetime.combine(day, DAY_BEGINS, tzinfo=SHANGHAI)
    return begins <= now < begins + timedelta(days=LONGEST)


def _first_step_that_waits(challenge: Challenge, *, at: datetime) -> int:
    """Return the place among the planned steps of the first that people still owe."""
    dues = dues_of([challenge], at=at)[challenge.pk]
    steps = {due.step for due in dues if due.step and due.hand != Hand.CLOCK}
    return min((PLANNED.index(step) for step in steps), default=len(PLANNED))
