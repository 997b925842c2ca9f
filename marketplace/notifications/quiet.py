"""Hours of quiet and the borders of digests, in Shanghai."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from marketplace.core.workdays import SHANGHAI, is_workday
from marketplace.notifications.ways import Pace

HOUR: Final = time(8, 30)
"""When a day's and a week's digest is collected."""

_DAY: Final = timedelta(days=1)


def quiet_until(now: datetime, *, start: time, end: time) -> datetime | None:
    """Return when the quiet of a clock's hours ends in which an instant lies, or None.

    It begins with `start` and ends before `end`, past midnight where `end` is the earlier one.
    """
    local = now.astimezone(SHANGHAI)
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return None
    ends = datetime.combine(local.date(), end, tzinfo=SHANGHAI)
    return ends if ends > local else ends + _DAY


def border_of(pace: Pace, now: datetime) -> datetime:
    """Return the last border of a digest: half past eight of a working day, or of a Monday."""
    local = now.astimezone(SHANGHAI)
    day = local.date() if local.time() >= HOUR else local.date() - _DAY
    while day.weekday() != 0 if pace == Pace.WEEKLY else not is_workday(day):
        day -= _DAY
    return datetime.combine(day, HOUR, tzinfo=SHANGHAI)
