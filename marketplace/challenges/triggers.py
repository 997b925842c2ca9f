"""Triggers that keep rules, criteria and templates as handed in, whoever speaks to the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import DEFAULT_DB_ALIAS, connections

from marketplace.challenges.models import RULES, Challenge, Criterion, TemplateDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

_COLUMNS: Final = tuple(
    field.column for field in Challenge._meta.concrete_fields if field.name in RULES
)
_TOLD: Final = "the rules of a challenge are fixed once it was handed in"

_PARTS: Final = tuple(model._meta.db_table for model in (Criterion, TemplateDocument))
_RETIRED: Final = ("challenges_criterion_unadded", "challenges_criterion_fixed")
_SIDES: Final = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_FIXED: Final = "(SELECT state FROM challenges_challenge WHERE id = %s.challenge_id) <> 'drafted'"

_FUNCTIONS: Final = (
    f"""
CREATE OR REPLACE FUNCTION challenges_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_TOLD}'; END $$
""",
    f"""
CREATE OR REPLACE FUNCTION challenges_refuse_unless_drafted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND {_FIXED % "OLD"} OR TG_OP <> 'DELETE' AND {_FIXED % "NEW"} THEN
    RAISE EXCEPTION '{_TOLD}';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
""",
)


def keep_rules_fixed(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Create the triggers that are missing; after each `migrate`, which may remake a table."""
    create(connections[using])


def let_tables_be_remade(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Drop the triggers before a `migrate` on SQLite, which renames no table that they name."""
    if connections[using].vendor == "sqlite":
        drop(connections[using])


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing."""
    _run(connection, _CREATE[connection.vendor]())


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers that there are, if their tables are."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    _run(connection, _DROP[connection.vendor](tables))


def _run(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _differs(is_not: str) -> str:
    return " OR ".join(f"OLD.{column} {is_not} NEW.{column}" for column in _COLUMNS)


def _names() -> Iterator[tuple[str, str, str]]:
    """Yield each trigger on a part of the rules: its name, verb and table."""
    for table in _PARTS:
        for verb in _SIDES:
            yield f"{table}_fixed_{verb.lower()}", verb, table


def _create_sqlite() -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
    made = "CREATE TRIGGER IF NOT EXISTS"
    yield (
        f"{made} challenges_challenge_fixed BEFORE UPDATE ON challenges_challenge "
        f"WHEN OLD.state <> 'drafted' AND ({_differs('IS NOT')}) {refuse}"
    )
    for name, verb, table in _names():
        when = " OR ".join(_FIXED % side for side in _SIDES[verb])
        yield f"{made} {name} BEFORE {verb} ON {table} WHEN {when} {refuse}"


def _create_postgresql() -> Iterator[str]:
    yield from _FUNCTIONS
    made = "CREATE OR REPLACE TRIGGER"
    yield (
        f"{made} challenges_challenge_fixed BEFORE UPDATE ON challenges_challenge FOR EACH ROW "
        f"WHEN (OLD.state <> 'drafted' AND ({_differs('IS DISTINCT FROM')})) "
        "EXECUTE FUNCTION challenges_refuse()"
    )
    for name, verb, table in _names():
        yield (
            f"{made} {name} BEFORE {verb} ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION challenges_refuse_unless_drafted()"
        )


def _drop_sqlite(_tables: set[str]) -> Iterator[str]:
    parts = (name for name, _verb, _table in _names())
    for name in ("challenges_challenge_fixed", *parts, *_RETIRED):
        yield f"DROP TRIGGER IF EXISTS {name}"


def _drop_postgresql(tables: set[str]) -> Iterator[str]:
    yield from ()
    for name, _verb, table in _names():
        if table in tables:
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"


_CREATE: Final = {"postgresql": _create_postgresql, "sqlite": _create_sqlite}
_DROP: Final = {"postgresql": _drop_postgresql, "sqlite": _drop_sqlite}
