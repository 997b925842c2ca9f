"""Working days of mainland China, and the instants that are promised in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_BEGINS = time(9)
DAY_ENDS = time(17, 30)
"""When a working day ends for promises; the portal's hours are 9:00 to 17:30."""

# Holidays that fall on the same dates every year (全国年节及纪念日放假办法, 2025). The lunar ones,
# and the days swapped around all of them, are known only once the year's notice is in the table.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def is_workday(day: date) -> bool:
    """Return whether people work on a day.

    Years outside the calendar's table count weekends and the holidays of fixed date only.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS  # noqa: PLR2004


def is_certain(day: date) -> bool:
    """Return whether the calendar's table holds a day's year, so that no notice will move it."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def workday_after(day: date, count: int) -> date:
    """Return the `count`-th working day after a day; the day itself does not count."""
    if count < 1:
        raise ValueError(f"{count} working days after is no day")
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def due_after(instant: datetime, count: int) -> datetime:
    """Return the end of the `count`-th working day in Shanghai after an aware instant."""
    day = workday_after(instant.astimezone(SHANGHAI).date(), count)
    return datetime.combine(day, DAY_ENDS, tzinfo=SHANGHAI)


def morning_of(instant: datetime) -> datetime:
    """Return when the working hours of an instant's day in Shanghai begin."""
    return datetime.combine(instant.astimezone(SHANGHAI).date(), DAY_BEGINS, tzinfo=SHANGHAI)
