"""A moment of the test database to which it returns, so that two worlds begin alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.rows import MigratedRows

_PREFIX = "world_"


class Moment:
    """The rows of all tables at an instant, and which key each table gives next."""

    def __init__(self) -> None:
        self._rows = MigratedRows(connection, prefix=_PREFIX)
        self._rows.keep()
        self._keys = list(_next_keys())

    def return_to(self) -> None:
        """Let everything be as it was, the keys of rows that come next included."""
        self._rows.put_back()
        _set_next_keys(self._keys)

    def forget(self) -> None:
        """Remove what was kept of it."""
        self._rows.forget()


@contextmanager
def moment() -> Iterator[Moment]:
    """Yield the present moment, to which the block may return."""
    here = Moment()
    try:
        yield here
    finally:
        here.forget()


def _next_keys() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq, name FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT coalesce(last_value, start_value), sequencename, last_value IS NOT NULL"
                " FROM pg_sequences WHERE schemaname = current_schema()"
            )
        return cursor.fetchall()


def _set_next_keys(keys: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.executemany("INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", keys)
            return
        for value, name, is_used in keys:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value, is_used])
