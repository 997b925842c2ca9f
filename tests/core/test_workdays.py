from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marketplace.core.workdays import due_after, is_certain, is_workday, workday_after
from tests.factories import HolidayYearFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),  # a Tuesday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 2, 14), True),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 17), False),  # Spring Festival
    ],
)
def test_the_state_councils_calendar_decides(day, works):
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2031, 3, 3), True),  # a Monday
        (date(2031, 3, 8), False),  # a Saturday
        (date(2031, 1, 1), False),  # New Year, a Wednesday
        (date(2031, 10, 2), False),  # National Day's second, a Thursday
        (date(1999, 5, 3), True),  # a Monday before the table
    ],
)
def test_outside_the_table_weekends_and_fixed_holidays_count(day, works):
    assert is_workday(day) is works


def test_two_working_days_skip_the_weekend():
    assert workday_after(date(2026, 11, 26), 2) == date(2026, 11, 30)


def test_two_working_days_cross_the_end_of_the_table():
    assert workday_after(date(2026, 12, 31), 2) == date(2027, 1, 5)


def test_a_day_off_counts_from_the_next_working_day():
    assert workday_after(date(2026, 11, 28), 2) == date(2026, 12, 1)


def test_a_promise_ends_with_the_working_day_in_shanghai():
    asked = datetime(2026, 11, 24, 2, 28, tzinfo=UTC)
    assert due_after(asked, 2) == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def test_the_day_is_that_of_shanghai_not_of_utc():
    asked = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # the 25th, one in the morning
    assert due_after(asked, 2).date() == date(2026, 11, 27)


def test_no_days_are_no_promise():
    with pytest.raises(ValueError, match="0 working days"):
        workday_after(date(2026, 11, 24), 0)


@pytest.mark.parametrize(
    ("day", "certain"),
    [(date(2026, 12, 31), True), (date(2031, 1, 4), False), (date(1999, 5, 3), False)],
)
def test_a_day_of_a_year_without_a_table_is_not_certain(day, certain):
    assert is_certain(day) is certain


class TestYearsThatStaffEntered:
    """What no installed table knows counts as it was entered."""

    @pytest.fixture(autouse=True)
    def _calendar(self):
        HolidayYearFactory(year=2031, days_off=["2031-01-23"], days_worked=["2031-02-01"])

    @pytest.mark.parametrize(
        ("day", "works"),
        [
            (date(2031, 1, 22), True),  # a Wednesday
            (date(2031, 1, 23), False),  # entered as off
            (date(2031, 2, 1), True),  # a Saturday entered as worked
            (date(2031, 10, 1), False),  # off by law, whatever was entered
            (date(2032, 1, 23), True),  # another year
        ],
    )
    def test_its_days_are_off_and_worked(self, day, works):
        assert is_workday(day) is works

    def test_a_day_of_it_is_certain_and_the_next_year_is_not(self):
        assert is_certain(date(2031, 12, 31))
        assert not is_certain(date(2032, 1, 1))

    def test_a_promise_is_counted_over_the_days_off(self):
        assert workday_after(date(2031, 1, 22), 1) == date(2031, 1, 24)

    def test_a_year_is_asked_once_however_many_days_are_counted(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            workday_after(date(2031, 1, 22), 15)

    def test_what_the_installed_table_knows_stands(self):
        HolidayYearFactory(year=2026, days_off=["2026-11-24"])
        assert is_workday(date(2026, 11, 24))
