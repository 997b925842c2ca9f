"""Entering a year's calendar of holidays, from which promised working days are counted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.system import is_system
from marketplace.core.models import HolidayYear
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import FIXED_HOLIDAYS, SATURDAY
from marketplace.journal.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.accounts.models import User
    from marketplace.core.refusals import Message

_ADD: Final = "core.add_holidayyear"
_CHANGE: Final = "core.change_holidayyear"
_LEAST_DAYS: Final = 13
"""Holidays of a year by the regulation of 2025 (全国年节及纪念日放假办法)."""
_PERIOD: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|~|～|至|to)\s*(\d{4}-\d{2}-\d{2}))?")
_LONGEST: Final = timedelta(days=31)


@transaction.atomic
def enter_holidays(given: HolidayYear, *, by: User) -> HolidayYear:
    """Enter a year's days off and weekend days worked, or mend them, and record who did.

    Refusal by field where the days cannot be the calendar of that year.
    """
    known = HolidayYear.objects.select_for_update().filter(year=given.year).first()
    if not (is_system(by) or by.has_perm(_CHANGE if known else _ADD)):
        raise Refusal(_("You may not enter holidays."), code="not_editor", status=403)
    refuse_mistakes(given)
    before = known.journal_state() if known else None
    row = known or HolidayYear(year=given.year)
    row.days_off, row.days_worked, row.source = given.days_off, given.days_worked, given.source
    row.save()
    record("holidays_entered", row, actor=by, before=before, data={"year": row.year})
    return row


def refuse_mistakes(given: HolidayYear) -> None:
    """Refuse days of another year, too few days off, or days that are both off and worked."""
    off, worked = _dates(given.days_off), _dates(given.days_worked)
    fields = {
        "days_off": list(_wrong_days_off(off, year=given.year)),
        "days_worked": list(_wrong_days_worked(worked, off=off, year=given.year)),
    }
    if found := {name: texts for name, texts in fields.items() if texts}:
        raise Refusal(_("The calendar has mistakes."), code="invalid", status=422, fields=found)


def days_in(text: str) -> list[str]:
    """Return the dates that lines such as 2027-02-05 to 2027-02-11 name, in order, each once.

    ValueError holds the first line that is no date and no period of a month at most.
    """
    found: set[date] = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        found.update(_period(line))
    return [day.isoformat() for day in sorted(found)]


def lines_of(days: Sequence[str]) -> str:
    """Return dates as lines, those that follow each other as one period."""
    periods: list[list[date]] = []
    for day in sorted(_dates(days)):
        if periods and day - periods[-1][-1] == timedelta(days=1):
            periods[-1].append(day)
        else:
            periods.append([day])
    return "\n".join(
        one[0].isoformat() if len(one) == 1 else f"{one[0].isoformat()} 至 {one[-1].isoformat()}"
        for one in periods
    )


def _period(line: str) -> Iterator[date]:
    match = _PERIOD.fullmatch(line)
    if match is None:
        raise ValueError(line)
    try:
        first = date.fromisoformat(match[1])
        last = date.fromisoformat(match[2] or match[1])
    except ValueError as error:
        raise ValueError(line) from error
    if not timedelta() <= last - first < _LONGEST:
        raise ValueError(line)
    yield from (first + timedelta(days=more) for more in range((last - first).days + 1))


def _dates(days: Sequence[str]) -> set[date]:
    return {date.fromisoformat(day) for day in days}


def _wrong_days_off(off: set[date], *, year: int) -> Iterator[Message]:
    if any(day.year != year for day in off):
        yield _("Days of this year only.")
    elif len(off) < _LEAST_DAYS or not {date(year, *day) for day in FIXED_HOLIDAYS} <= off:
        yield _("Enter all days off of the notice: thirteen at least, with New Year's Day.")
    elif not any(date(year, 1, 20) < day < date(year, 2, 24) for day in off):
        yield _("Spring Festival is missing.")


def _wrong_days_worked(worked: set[date], *, off: set[date], year: int) -> Iterator[Message]:
    if any(day.year != year for day in worked):
        yield _("Days of this year only.")
    elif worked & off:
        yield _("A day is either off or worked.")
    elif any(day.weekday() < SATURDAY for day in worked):
        yield _("Saturdays and Sundays only: other days are worked anyway.")
