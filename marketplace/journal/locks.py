"""Locks between processes: PostgreSQL's advisory locks, or files where one machine does it all.

Both end with the process that holds them, however it ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import Error, connection

LEADER = "leader"
_SEQUENCER = "sequencer"


class Lock(Protocol):
    """A named lock that one process at a time holds."""

    def acquire(self) -> bool:
        """Take the lock unless somebody holds it; return whether it was taken."""
        ...

    def is_held(self) -> bool:
        """Return whether this object still holds the lock."""
        ...

    def release(self) -> None:
        """Give the lock back."""
        ...


class AdvisoryLock:
    """A lock of PostgreSQL on a connection of its own, which ends with the connection."""

    def __init__(self, name: str) -> None:
        self._key = _number(name)
        self._connection: Any = None
        self._taken = False

    def acquire(self) -> bool:
        """Take the lock unless somebody holds it; OperationalError where the database is away."""
        try:
            self._taken = bool(self._ask("SELECT pg_try_advisory_lock(%s)", [self._key]))
        except Error:
            self.release()
            raise
        return self._taken

    def is_held(self) -> bool:
        """Return whether the lock was taken and its connection still answers."""
        if not self._taken:
            return False
        try:
            self._ask("SELECT 1", [])
        except Error:
            self.release()
        return self._taken

    def release(self) -> None:
        """Close the connection, and the lock with it."""
        self._taken = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, statement: str, values: list[int]) -> object:
        if self._connection is None:
            self._connection = dedicated_connection()
        with connection.wrap_database_errors:
            return self._connection.execute(statement, values).fetchone()[0]


class FileLock:
    """A lock on a file below DATA_DIR, which ends with the process."""

    def __init__(self, name: str) -> None:
        database = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:8]
        self._path = Path(settings.DATA_DIR) / "locks" / f"{name}-{database}.lock"
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock unless somebody holds it, also in another thread of this process."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def is_held(self) -> bool:
        """Return whether the file is locked by this object."""
        return self._descriptor is not None

    def release(self) -> None:
        """Unlock the file; it stays, since deleting it would let two processes in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def lock(name: str) -> Lock:
    """Return the lock of a name on the database in use, not yet taken."""
    return AdvisoryLock(name) if connection.vendor == "postgresql" else FileLock(name)


@contextmanager
def attempt(name: str) -> Iterator[bool]:
    """Hold the lock during the block if nobody else does; yield whether it is held."""
    one = lock(name)
    taken = one.acquire()
    try:
        yield taken
    finally:
        one.release()


def is_free(name: str) -> bool:
    """Return whether nobody holds the lock at this moment."""
    with attempt(name) as taken:
        return taken


def lock_sequence() -> None:
    """Let one transaction at a time give positions.

    SQLite's immediate transactions exclude each other already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(_SEQUENCER)])


def dedicated_connection() -> Any:
    """Return a connection to PostgreSQL that no request shares, in autocommit."""
    wrapper: Any = connection
    with wrapper.wrap_database_errors:
        return wrapper.Database.connect(**wrapper.get_connection_params(), autocommit=True)


def _number(name: str) -> int:
    start = hashlib.sha256(f"journal:{name}".encode()).digest()[:8]
    return int.from_bytes(start, "big", signed=True)
