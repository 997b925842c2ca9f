"""Signals between threads and processes that the journal grew: hints, never facts."""

from __future__ import annotations

import threading

from django.db import connection, transaction

CHANNEL = "journal_entry"

# Set when an entry was committed, by this process or, as told by PostgreSQL, by another one.
committed = threading.Event()


def on_commit() -> None:
    """Wake the sequencer when the running transaction commits, in whichever process it runs."""
    transaction.on_commit(committed.set, robust=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class Head:
    """The last linked position that this process has heard of; consumers wait for it to grow."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._position = 0
        self._stirred = 0

    @property
    def position(self) -> int:
        """The position announced last."""
        return self._position

    def announce(self, position: int) -> None:
        """Tell the waiting threads the new position; a smaller one is ignored."""
        with self._changed:
            if position > self._position:
                self._position = position
                self._changed.notify_all()

    def stir(self) -> None:
        """Wake every waiting thread, so that it sees that it shall stop."""
        with self._changed:
            self._stirred += 1
            self._changed.notify_all()

    def wait_beyond(self, position: int, timeout: float) -> bool:
        """Wait up to `timeout` seconds; return whether the head lies beyond the position."""
        with self._changed:
            stirred = self._stirred
            self._changed.wait_for(
                lambda: self._position > position or self._stirred != stirred, timeout
            )
            return self._position > position
