"""Names that a test process claims on the services, and removing what is left under them.

A claim is a session lock of PostgreSQL, so it ends with its process however that ends: what a
killed run left is what lies under a name of tests that nobody claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import psycopg
from elasticsearch import Elasticsearch
from psycopg import sql

PREFIX = "test_"


class Claim:
    """A name of this process, claimed until it is given up or the process ends."""

    def __init__(self, name: str, *, server: str, engine: str) -> None:
        self._name = name
        self._database = psycopg.connect(f"{server}/postgres", autocommit=True)
        self._engine = Elasticsearch(engine, request_timeout=30)
        # Waits for one that is removing what an earlier process of the same name left.
        self._database.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])

    def remove_unclaimed(self) -> None:
        """Remove indices and databases of tests whose process is gone."""
        for name in sorted(self._leftovers() - {self._name}):
            if self._answer("SELECT pg_try_advisory_lock(hashtext(%s))", name):
                try:
                    self._remove(name)
                finally:
                    self._answer("SELECT pg_advisory_unlock(hashtext(%s))", name)

    def give_up(self) -> None:
        """Remove what lies under this name and let it go."""
        self._remove(self._name)
        self._engine.close()
        self._database.close()

    def _leftovers(self) -> set[str]:
        rows = self._database.execute("SELECT datname FROM pg_database").fetchall()
        return names_of_tests([*(row[0] for row in rows), *self._indices(PREFIX)])

    def _remove(self, name: str) -> None:
        self._remove_indices(name)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._database.execute(drop.format(sql.Identifier(name)))

    def _remove_indices(self, name: str) -> None:
        # An alias goes with its indices. By name: wildcards in a removal may be switched off.
        for index in self._indices(f"{name}-"):
            self._engine.indices.delete(index=index, ignore_unavailable=True)

    def _indices(self, beginning: str) -> list[str]:
        return sorted(self._engine.indices.get(index=f"{beginning}*", features=["aliases"]))

    def _answer(self, question: str, name: str) -> bool:
        row = self._database.execute(question, [name]).fetchone()
        assert row is not None
        return bool(row[0])


def names_of_tests(found: Iterable[str]) -> set[str]:
    """Return the names of test processes among databases and indices, the portal's left out."""
    matches = (re.match(rf"{PREFIX}[0-9a-z]+_(?:main|gw\d+)(?![0-9a-z_])", one) for one in found)
    return {match[0] for match in matches if match}
