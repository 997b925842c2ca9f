"""Signals between threads and processes that the journal grew: hints, never facts."""

from __future__ import annotations

import threading
from collections.abc import Collection

from django.db import connection, transaction

_ENTRY = "journal_entry"
_HEAD = "journal_head"
CHANNELS = (_ENTRY, _HEAD)
"""What PostgreSQL tells on: an entry was committed; the head stands at a position, as it says."""

_LONGEST = 7_000
"""Characters of a note: PostgreSQL takes no 8,000 bytes."""

# Set when an entry was committed, by this process or, as told by PostgreSQL, by another one.
committed = threading.Event()


def on_commit() -> None:
    """Wake the sequencer when the running transaction commits, in whichever process it runs."""
    transaction.on_commit(committed.set, robust=True)
    _notify(_ENTRY)


def on_linked(position: int, kinds: Collection[str]) -> None:
    """Tell other processes the new head, and the kinds that led to it, at the commit."""
    said = " ".join((str(position), *sorted(kinds)))
    _notify(_HEAD, said if len(said) < _LONGEST else str(position))


def _notify(channel: str, said: str = "") -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, said])


class Head:
    """The last linked position that this process has heard of; consumers wait for it to grow."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._position = 0
        self._of_kind: dict[str, int] = {}
        self._of_any = 0
        self._stirred = 0

    @property
    def position(self) -> int:
        """The position announced last."""
        return self._position

    def announce(self, position: int, kinds: Collection[str] = ()) -> None:
        """Tell the waiting threads the new position; a smaller one is ignored.

        `kinds` are those of the entries that are new, none where they are not known.
        """
        with self._changed:
            if position > self._position:
                self._position = position
                self._of_kind.update(dict.fromkeys(kinds, position))
                if not kinds:
                    self._of_any = position
                self._changed.notify_all()

    def hear(self, said: str) -> None:
        """Take what another process told of a new head."""
        position, *kinds = said.split()
        self.announce(int(position), kinds)

    def stir(self) -> None:
        """Wake every waiting thread, so that it sees that it shall stop."""
        with self._changed:
            self._stirred += 1
            self._changed.notify_all()

    def wait_beyond(
        self, position: int, timeout: float, *, kinds: Collection[str] | None = None
    ) -> bool:
        """Wait up to `timeout` seconds for entries of some kinds, None for any; return if so.

        Entries of other kinds wake nobody: a consumer that waits costs the database nothing.
        """
        with self._changed:
            stirred = self._stirred

            def is_there() -> bool:
                return self._reached(kinds) > position

            self._changed.wait_for(lambda: is_there() or self._stirred != stirred, timeout)
            return is_there()

    def _reached(self, kinds: Collection[str] | None) -> int:
        if kinds is None:
            return self._position
        return max([self._of_any, *(self._of_kind.get(kind, 0) for kind in kinds)])
