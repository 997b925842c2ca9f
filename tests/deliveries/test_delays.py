"""Days in working days: what is told when, over weekends and holidays."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from marketplace.core.workdays import SHANGHAI
from marketplace.deliveries.delays import ends_at, late_days, prompting_at

FRIDAY, SATURDAY = date(2026, 9, 11), date(2026, 9, 12)


def at(month, day, hour=12, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (at(9, 3), ""),
        (at(9, 4), "warned"),
        (at(9, 11, 8, 59), "warned"),
        (at(9, 11, 9), "today"),
        (at(9, 11, 17, 29), "today"),
        (at(9, 11, 17, 30), "late"),
        (at(9, 13), "late"),
        (at(9, 16, 17, 29), "late"),
        (at(9, 16, 17, 30), "escalated"),
    ],
)
def test_people_are_warned_reminded_told_and_then_it_is_passed_up(instant, told):
    assert prompting_at(FRIDAY, instant) == told


def test_what_is_due_on_a_day_off_may_come_on_the_next_working_day():
    assert ends_at(SATURDAY) == at(9, 14, 17, 30)
    assert ends_at(date(2026, 10, 2)) == at(10, 8, 17, 30)
    assert prompting_at(SATURDAY, at(9, 12)) == "warned"


@pytest.mark.parametrize(
    ("came", "days"),
    [
        (at(9, 11, 17, 30), 0),
        (at(9, 11, 18), 1),
        (at(9, 13), 1),
        (at(9, 14, 9), 1),
        (at(9, 15, 9), 2),
    ],
)
def test_days_late_are_working_days(came, days):
    assert late_days(FRIDAY, came=came) == days
