"""One rule for what is due: a reminder on the morning of the day, then the last stamp."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from marketplace.core.promises import due_stamp, stamped
from marketplace.core.workdays import SHANGHAI

DUE = datetime(2026, 12, 2, 17, 30, tzinfo=SHANGHAI)
MORNING = datetime(2026, 12, 2, 9, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


@dataclass
class Duty:
    """A row in memory."""

    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    overdue_at: datetime | None = None
    is_open: bool = True
    saved: list[str] = field(default_factory=list)

    def is_late_at(self, instant: datetime) -> bool:
        return instant >= DUE

    def save(self, *, update_fields: list[str]) -> None:
        self.saved += update_fields


@pytest.mark.parametrize(
    ("now", "stamp"),
    [
        (MORNING - SECOND, ""),
        (MORNING, "reminded_at"),
        (DUE - SECOND, "reminded_at"),
        (DUE, "escalated_at"),
    ],
)
def test_the_day_reminds_and_the_instant_escalates(now, stamp):
    assert due_stamp(Duty(), now, due_by=DUE) == stamp


def test_each_stamp_is_given_once_and_saved_alone():
    duty = Duty()
    times = [MORNING, MORNING + SECOND, DUE, DUE + SECOND]
    given = [stamped(duty, now, due_by=DUE, late="overdue_at") for now in times]
    assert given == ["reminded_at", "", "overdue_at", ""]
    assert duty.saved == ["reminded_at", "overdue_at"]
    assert (duty.reminded_at, duty.overdue_at, duty.escalated_at) == (MORNING, DUE, None)


def test_what_waits_no_more_is_due_no_more():
    assert stamped(Duty(is_open=False), DUE, due_by=DUE) == ""
