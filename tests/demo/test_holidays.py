"""The demo's calendars fill the years that nobody knows, once."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.core.models import HolidayYear
from marketplace.core.workdays import is_certain
from marketplace.demo.holidays import tell_holidays

pytestmark = pytest.mark.django_db


def test_a_year_without_a_calendar_gets_a_fictional_one_and_known_years_none():
    for _ in range(2):
        tell_holidays(2026, 2031)
    assert [one.year for one in HolidayYear.objects.all()] == [2031]
    assert is_certain(date(2031, 6, 1))
