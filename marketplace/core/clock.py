"""The database's clock, which alone decides what an instant means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import connection

from marketplace.core.models import ClockOffset

_QUERIES = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}


def now() -> datetime:
    """Return the database's present instant in UTC.

    Ask after taking the lifecycle lock: the statement reads the wall clock, not the instant at
    which the transaction began. An offset is honoured by demo and test settings only.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES[connection.vendor])
        value = cursor.fetchone()[0]
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(cast("str", value))
    return instant.astimezone(UTC) + offset()


def offset() -> timedelta:
    """Return the offset of the test clock; zero unless the settings honour one."""
    if not settings.CLOCK_OFFSET:
        return timedelta()
    row = ClockOffset.objects.filter(pk=ClockOffset.ONLY).first()
    return row.offset if row else timedelta()


def shift(offset: timedelta) -> None:
    """Set the offset of the test clock."""
    ClockOffset.objects.update_or_create(pk=ClockOffset.ONLY, defaults={"offset": offset})
