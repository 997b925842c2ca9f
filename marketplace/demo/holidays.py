"""A fictional calendar for years that the installed table of holidays does not know."""

from __future__ import annotations

from datetime import date, timedelta

from marketplace.accounts.system import system_user
from marketplace.core.models import HolidayYear
from marketplace.core.workdays import FIXED_HOLIDAYS, is_certain
from marketplace.taxonomy.holidays import enter_holidays

_SOURCE = "（示例）放假通知，以国务院办公厅公布的为准"


def tell_holidays(*years: int) -> None:
    """Enter days off for each year that nobody has told yet, so that results of it are final."""
    for year in sorted(set(years)):
        if not is_certain(date(year, 1, 1)):
            spring = [date(year, 2, 1) + timedelta(days=day) for day in range(8)]
            fixed = [date(year, *day) for day in FIXED_HOLIDAYS]
            off = [day.isoformat() for day in sorted({*spring, *fixed})]
            enter_holidays(
                HolidayYear(year=year, days_off=off, days_worked=[], source=_SOURCE),
                by=system_user(),
            )
