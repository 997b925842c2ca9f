"""Working days of mainland China, and the instants that are promised in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import chinese_calendar

from marketplace.core.models import HolidayYear

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_BEGINS = time(9)
DAY_ENDS = time(17, 30)
"""When a working day ends for promises; the portal's hours are 9:00 to 17:30."""
SATURDAY: Final = 5

# Holidays that fall on the same dates every year (全国年节及纪念日放假办法, 2025). The lunar ones,
# and the days swapped around all of them, are known only once the year's notice is in a table.
FIXED_HOLIDAYS: Final = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class Calendar:
    """The working days as far as they are known now; each year's entry is read once.

    A year is looked up in the installed table, then among the years that staff entered; in a year
    that neither knows, weekends and the holidays of fixed date alone are off.
    """

    def __init__(self) -> None:
        """Know no year yet."""
        self._years: dict[int, HolidayYear | None] = {}

    def is_workday(self, day: date) -> bool:
        """Return whether people work on a day."""
        if _in_table(day):
            return bool(chinese_calendar.is_workday(day))
        entered = self._entered(day.year)
        if entered is not None and day.isoformat() in entered.days_worked:
            return True
        is_off = entered is not None and day.isoformat() in entered.days_off
        return (
            day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS and not is_off
        )

    def is_certain(self, day: date) -> bool:
        """Return whether the holidays of a day's year are known, so that no notice moves it."""
        return _in_table(day) or self._entered(day.year) is not None

    def _entered(self, year: int) -> HolidayYear | None:
        if year not in self._years:
            self._years[year] = HolidayYear.objects.filter(year=year).first()
        return self._years[year]


def is_workday(day: date) -> bool:
    """Return whether people work on a day, as far as it is known now."""
    return Calendar().is_workday(day)


def is_certain(day: date) -> bool:
    """Return whether the holidays of a day's year are known, so that no notice will move it."""
    return Calendar().is_certain(day)


def workday_after(day: date, count: int) -> date:
    """Return the `count`-th working day after a day; the day itself does not count."""
    if count < 1:
        raise ValueError(f"{count} working days after is no day")
    calendar = Calendar()
    while count:
        day += timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def due_after(instant: datetime, count: int) -> datetime:
    """Return the end of the `count`-th working day in Shanghai after an aware instant."""
    day = workday_after(instant.astimezone(SHANGHAI).date(), count)
    return datetime.combine(day, DAY_ENDS, tzinfo=SHANGHAI)


def morning_of(instant: datetime) -> datetime:
    """Return when the working hours of an instant's day in Shanghai begin."""
    return datetime.combine(instant.astimezone(SHANGHAI).date(), DAY_BEGINS, tzinfo=SHANGHAI)


def _in_table(day: date) -> bool:
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True
