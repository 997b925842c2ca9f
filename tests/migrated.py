"""Keeps one migrated database for each state of the migrations, and lends out copies.

Migrating takes far longer than most tests; the copy is migrated again, which changes nothing. Of
several workers that find none, one migrates and keeps, and the others wait for its copy.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "marketplace/taxonomy/fixtures/*")


class Kept(Protocol):
    """Where the migrated database of one engine is kept."""

    def lend(self) -> bool:
        """Copy it to the test database; where there is none, return False until it is kept."""

    def keep(self) -> None:
        """Keep the freshly migrated test database, whole or not at all, and let others have it."""


class KeptFile:
    """A migrated SQLite file in a folder of the checkout."""

    def __init__(self, target: Path, folder: Path = ROOT / "var" / "test-databases") -> None:
        self._target, self._folder = target, folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self._folder / "lock").open("w")

    def lend(self) -> bool:
        """Copy the kept file to the target."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if not self._kept.exists():
            return False
        self._target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._kept, self._target)
        self._lock.close()
        return True

    def keep(self) -> None:
        """Keep the target in place of those of other migrations."""
        for stale in self._folder.glob("*.sqlite3"):
            stale.unlink(missing_ok=True)
        partial = self._folder / f"{os.getpid()}.partial"
        with sqlite3.connect(self._target) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        partial.replace(self._kept)
        self._lock.close()

    @property
    def _kept(self) -> Path:
        return self._folder / f"{_digest()}.sqlite3"


class KeptOnServer:
    """A migrated database on the PostgreSQL server of the tests."""

    PREFIX = "migrated_"

    def __init__(self, address: str) -> None:
        server, _, self._target = address.rpartition("/")
        self._server = psycopg.connect(f"{server}/postgres", autocommit=True)

    def lend(self) -> bool:
        """Make the target as a copy of the kept database."""
        # The lock ends with this connection, however this process ends.
        self._server.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.PREFIX])
        if self._name not in self._all():
            return False
        self._copy(self._name, self._target)
        self._server.close()
        return True

    def keep(self) -> None:
        """Keep a copy of the target, to which nothing may be connected, in place of older ones."""
        for stale in self._all():
            self._run("DROP DATABASE IF EXISTS {}", stale)
        partial = f"{self.PREFIX}partial"
        self._copy(self._target, partial)
        self._run("ALTER DATABASE {} RENAME TO {}", partial, self._name)
        self._server.close()

    @property
    def _name(self) -> str:
        return f"{self.PREFIX}{_digest()}"

    def _all(self) -> list[str]:
        question = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [row[0] for row in self._server.execute(question, [self.PREFIX]).fetchall()]

    def _copy(self, source: str, target: str) -> None:
        self._run("CREATE DATABASE {} TEMPLATE {}", target, source)

    def _run(self, statement: str, *names: str) -> None:
        self._server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
