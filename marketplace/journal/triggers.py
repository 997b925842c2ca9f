"""Triggers that keep entries and links insert-only, whoever speaks to the database."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("journal_entry", "journal_link")

_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME;
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; run again after a migration that rebuilds one of the tables."""
    with connection.cursor() as cursor:
        for statement in _CREATE[connection.vendor]():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, which only a migration and the flush between two tests may do."""
    with connection.cursor() as cursor:
        for statement in _DROP[connection.vendor]():
            cursor.execute(statement)


def _create_postgresql() -> list[str]:
    return [
        _FUNCTION,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_insert_only()"
            for table in TABLES
        ),
    ]


def _drop_postgresql() -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_insert_only ON {table}" for table in TABLES]


def _create_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ]


def _drop_sqlite() -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in TABLES
        for verb in ("update", "delete")
    ]


_CREATE = {"postgresql": _create_postgresql, "sqlite": _create_sqlite}
_DROP = {"postgresql": _drop_postgresql, "sqlite": _drop_sqlite}
