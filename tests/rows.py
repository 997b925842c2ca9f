"""The rows that migrations made, kept beside the tables and compared with them by one query.

Django's own way empties every table after each transactional test, and saves some three thousand
objects before it, one by one. Most tests write to a few tables alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

PREFIX = "kept_"


class MigratedRows:
    """Copies of all filled tables in the test database itself, where no flush looks."""

    def __init__(self, connection: BaseDatabaseWrapper, *, prefix: str = PREFIX) -> None:
        self._connection = connection
        self._prefix = prefix
        self._counts: dict[str, int] = {}

    def keep(self) -> None:
        """Copy what the tables hold now."""
        for table in self._tables:
            [(count,)] = self._execute("SELECT count(*) FROM {table}", table)
            if count:
                self._execute("DROP TABLE IF EXISTS {kept}", table)
                self._execute("CREATE TABLE {kept} AS SELECT * FROM {table}", table)
                self._counts[table] = count

    def take_over(self) -> None:
        """Let Django restore the tables this way after each transactional test."""

        def restore(_case: TransactionTestCase) -> None:
            self.put_back()

        TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]

    def put_back(self) -> None:
        """Let each table hold the kept rows and no others, also those that triggers protect."""
        changed = [table for (table,) in self._execute(self._question)]
        if not changed:
            return
        # Foreign keys are checked at the end of the transaction, or not at all.
        with transaction.atomic(using=self._connection.alias), self._without_triggers(changed):
            for table in changed:
                self._execute("DELETE FROM {table}", table)
            for table in changed:
                if table in self._counts:
                    self._execute("INSERT INTO {table} SELECT * FROM {kept}", table)

    def forget(self) -> None:
        """Remove the copies."""
        for table in self._counts:
            self._execute("DROP TABLE {kept}", table)

    @cached_property
    def _tables(self) -> list[str]:
        names = self._connection.introspection.django_table_names
        return sorted(names(only_existing=True, include_views=False))

    @cached_property
    def _question(self) -> str:
        """Return the query for the tables that hold other rows than the kept ones."""
        filled = "SELECT '{name}' WHERE EXISTS (SELECT * FROM {table})"
        differs = (
            "SELECT '{name}' WHERE (SELECT count(*) FROM {table}) <> {count}"
            " OR EXISTS (SELECT * FROM {table} EXCEPT SELECT * FROM {kept})"
        )
        return " UNION ALL ".join(
            self._named(differs if table in self._counts else filled, table)
            for table in self._tables
        )

    @contextlib.contextmanager
    def _without_triggers(self, tables: list[str]) -> Iterator[None]:
        if self._connection.vendor == "postgresql":
            self._execute("SET LOCAL session_replication_role = replica")
            yield
            return
        question = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = [row for row in self._execute(question) if row[1] in tables]
        for name, _table, _definition in triggers:
            self._execute("DROP TRIGGER {table}", name)
        yield
        for _name, _table, definition in triggers:
            self._execute(definition)

    def _named(self, statement: str, table: str) -> str:
        quoted = self._connection.ops.quote_name
        return statement.format(
            name=table,
            table=quoted(table),
            kept=quoted(self._prefix + table),
            count=self._counts.get(table),
        )

    def _execute(self, statement: str, table: str = "") -> list[Any]:
        """Fill in the names, if it is about a table, and run it; return its rows, if it has any."""
        with self._connection.cursor() as cursor:
            cursor.execute(self._named(statement, table) if table else statement)
            return [] if cursor.description is None else cursor.fetchall()
