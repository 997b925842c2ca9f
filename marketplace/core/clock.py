"""The database's clock, which alone decides what an instant means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from marketplace.core.models import ClockOffset

INSTANT: Final = {
    "postgresql": "clock_timestamp()",
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}
"""How each database tells its instant."""

_TABLE: Final = ClockOffset._meta.db_table
_AGO: Final = ContextVar("ago", default=timedelta())
_OFFSET: Final = f'(SELECT "offset" FROM {_TABLE} WHERE id = {ClockOffset.ONLY})'  # noqa: S608 - own


def now() -> datetime:
    """Return the database's present instant in UTC.

    Ask after taking the lifecycle lock: the statement reads the wall clock, not the instant at
    which the transaction began. An offset is honoured by demo and test settings only.
    """
    ahead = _OFFSET if settings.CLOCK_OFFSET else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {INSTANT[connection.vendor]}, {ahead}")
        value, shifted = cursor.fetchone()
    instant: datetime = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    past = _AGO.get() if settings.CLOCK_OFFSET else timedelta()
    return instant.astimezone(UTC) + _duration(shifted) - past


@contextmanager
def set_back(by: timedelta) -> Iterator[None]:
    """Let a block's own actions happen so long ago; no other thread or process notices."""
    token = _AGO.set(by)
    try:
        yield
    finally:
        _AGO.reset(token)


def shift(offset: timedelta) -> None:
    """Set the offset of the test clock, for every process."""
    ClockOffset.objects.update_or_create(pk=ClockOffset.ONLY, defaults={"offset": offset})


def _duration(value: Any) -> timedelta:
    """Return a stored duration: SQLite, which has no such type, holds microseconds."""
    if isinstance(value, int):
        return timedelta(microseconds=value)
    return value or timedelta()
