"""When somebody is reminded of a day that comes, or told that it is past; working days count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.workdays import (
    DAY_BEGINS,
    DAY_ENDS,
    SHANGHAI,
    due_after,
    is_workday,
    workday_after,
)

WARN_DAYS: Final = 5
"""The firm is warned so many working days before."""
ESCALATE_DAYS: Final = 3
"""So many working days after the day it goes to the approver and the supervising department."""
CHECK_DAYS: Final = 5
"""The owner checks evidence within so many working days."""


class Prompting(models.TextChoices):
    """What people are told of a day."""

    WARNED = "warned", _("the day comes near")
    TODAY = "today", _("it is due today")
    LATE = "late", _("it is late")
    ESCALATED = "escalated", _("it is late and was passed up")


def ends_at(day: date) -> datetime:
    """Return until when something that is due on a day may come: that day or the next workday."""
    while not is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, DAY_ENDS, tzinfo=SHANGHAI)


def prompting_at(day: date, instant: datetime) -> str:
    """Return what people are told at an instant of something that is due on a day, or nothing."""
    end = ends_at(day)
    if instant >= due_after(end, ESCALATE_DAYS):
        return Prompting.ESCALATED
    if instant >= end:
        return Prompting.LATE
    if instant >= datetime.combine(end.date(), DAY_BEGINS, tzinfo=SHANGHAI):
        return Prompting.TODAY
    today = instant.astimezone(SHANGHAI).date()
    return Prompting.WARNED if workday_after(today, WARN_DAYS) >= end.date() else ""


def late_days(day: date, *, came: datetime) -> int:
    """Return by how many working days something came after its day."""
    end = ends_at(day)
    if came <= end:
        return 0
    last, count = came.astimezone(SHANGHAI).date(), 0
    one = end.date()
    while one < last:
        one += timedelta(days=1)
        count += is_workday(one)
    return max(count, 1)
