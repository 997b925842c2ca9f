"""The rows that migrations made, kept beside the tables and put back by one statement a table.

Django's own way saves some three thousand objects before each transactional test, one by one, and
on PostgreSQL makes the files of every table anew after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "kept_"


class MigratedRows:
    """Copies of all filled tables in the test database itself, where no flush looks."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._tables: list[str] = []

    def keep(self) -> None:
        """Copy what the tables hold now."""
        names = self._connection.introspection.django_table_names
        for table in names(only_existing=True, include_views=False):
            if self._execute("SELECT 1 FROM {table} LIMIT 1", table):
                self._execute("DROP TABLE IF EXISTS {kept}", table)
                self._execute("CREATE TABLE {kept} AS SELECT * FROM {table}", table)
                self._tables.append(table)

    def take_over(self) -> None:
        """Let Django restore and empty the tables this way around each transactional test."""
        self._connection.creation.deserialize_db_from_string = self.put_back  # type: ignore[method-assign]
        if self._connection.vendor == "postgresql":
            self._connection.ops.sql_flush = self._deletions  # type: ignore[method-assign]

    def put_back(self, data: str) -> None:
        """Copy the kept rows to their tables; rows that are there stay as they are."""
        # Foreign keys are checked at the end of the transaction, on both databases.
        with transaction.atomic(using=self._connection.alias):
            for table in self._tables:
                # Without WHERE, SQLite takes ON CONFLICT for a condition of a join.
                self._execute(
                    "INSERT INTO {table} SELECT * FROM {kept} WHERE true ON CONFLICT DO NOTHING",
                    table,
                )

    def _deletions(self, style: Style, tables: Sequence[str], **options: Any) -> list[str]:
        # Django runs them in one transaction. TRUNCATE takes seconds for so many tables.
        return [f"DELETE FROM {self._connection.ops.quote_name(table)}" for table in tables]  # noqa: S608

    def _execute(self, statement: str, table: str) -> bool:
        """Fill in the names and run it; return whether there was a row to fetch."""
        quoted = self._connection.ops.quote_name
        with self._connection.cursor() as cursor:
            cursor.execute(statement.format(table=quoted(table), kept=quoted(PREFIX + table)))
            return cursor.description is not None and cursor.fetchone() is not None
