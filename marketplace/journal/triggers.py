"""Triggers that keep rows and columns as they were inserted, whoever speaks to the database.

Rooms register what stands for ever in `ready()`; `migrate` installs the triggers at its end, since
SQLite drops them with a table that a migration remakes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION journal_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME;
END $$
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows stay: whole, or in some columns, from when one of them is filled in."""

    table: str
    columns: tuple[str, ...] = ()
    once: str = ""

    def changes(self, is_not: str) -> str:
        """Return the condition under which an update touches what stays; nothing for any."""
        differs = " OR ".join(f"OLD.{one} {is_not} NEW.{one}" for one in self.columns)
        if not differs:
            return ""
        return f"OLD.{self.once} <> '' AND ({differs})" if self.once else differs


Work = Callable[[BaseDatabaseWrapper], None]

_others: Final[list[tuple[Work, Work]]] = []
_kept: Final[dict[str, Kept]] = {table: Kept(table) for table in ("journal_entry", "journal_link")}


def keep_rows(*models: type[Model]) -> None:
    """Let no row of these models be changed or deleted; call in `ready()`."""
    for model in models:
        _kept[model._meta.db_table] = Kept(model._meta.db_table)


def keep_fields(model: type[Model], *fields: str, once: str = "") -> None:
    """Let no row of a model be deleted, and these fields not be changed; call in `ready()`.

    With `once` they stay from when that field of text is filled in.
    """
    fixed: list[Any] = [model._meta.get_field(name) for name in fields]
    columns = tuple(field.column for field in fixed)
    _kept[model._meta.db_table] = Kept(model._meta.db_table, columns, once)


def stand_aside(*, drop: Work, create: Work) -> None:
    """Let a flush take a room's own triggers away, and put them back; call in `ready()`."""
    if (drop, create) not in _others:
        _others.append((drop, create))


@contextmanager
def none_of(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let nothing keep a row within, as only a flush may do."""
    remove(connection)
    for drop, _create in _others:
        drop(connection)
    try:
        yield
    finally:
        install(connection)
        for _drop, create in _others:
            create(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of the tables that there are."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for statement in _CREATE[connection.vendor](tables):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, which only a migration and the flush between two tests may do."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for statement in _DROP[connection.vendor](tables):
            cursor.execute(statement)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Create what is missing at the end of a `migrate`."""
    install(connections[using])


def _among(tables: set[str]) -> Iterator[Kept]:
    return (kept for kept in _kept.values() if kept.table in tables)


def _create_postgresql(tables: set[str]) -> Iterator[str]:
    yield _FUNCTION
    does = "EXECUTE FUNCTION journal_insert_only()"
    for kept in _among(tables):
        changes, table = kept.changes("IS DISTINCT FROM"), kept.table
        verbs = "DELETE OR TRUNCATE" if changes else "UPDATE OR DELETE OR TRUNCATE"
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_insert_only BEFORE {verbs} ON {table} "
            f"FOR EACH STATEMENT {does}"
        )
        if changes:
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
                f"FOR EACH ROW WHEN ({changes}) {does}"
            )


def _drop_postgresql(tables: set[str]) -> Iterator[str]:
    for kept in _among(tables):
        for name in ("insert_only", "fixed"):
            yield f"DROP TRIGGER IF EXISTS {kept.table}_{name} ON {kept.table}"


def _create_sqlite(tables: set[str]) -> Iterator[str]:
    for kept in _among(tables):
        changes, table = kept.changes("IS NOT"), kept.table
        for verb, when in (("UPDATE", f"WHEN {changes} " if changes else ""), ("DELETE", "")):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
            )


def _drop_sqlite(tables: set[str]) -> Iterator[str]:
    for kept in _among(tables):
        for verb in ("update", "delete"):
            yield f"DROP TRIGGER IF EXISTS {kept.table}_no_{verb}"


_CREATE: Final = {"postgresql": _create_postgresql, "sqlite": _create_sqlite}
_DROP: Final = {"postgresql": _drop_postgresql, "sqlite": _drop_sqlite}
