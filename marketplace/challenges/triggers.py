"""Triggers that keep rules and criteria as they were handed in, whoever speaks to the database."""

from __future__ import annotations

from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from marketplace.challenges.models import RULES, Challenge

_COLUMNS: Final = tuple(
    field.column for field in Challenge._meta.concrete_fields if field.name in RULES
)
_TOLD: Final = "the rules of a challenge are fixed once it was handed in"

_SQLITE: Final = """
CREATE TRIGGER IF NOT EXISTS challenges_challenge_fixed BEFORE UPDATE ON challenges_challenge
WHEN OLD.state <> 'drafted' AND (%(differs)s)
BEGIN SELECT RAISE(ABORT, '%(told)s'); END
--
CREATE TRIGGER IF NOT EXISTS challenges_criterion_unadded BEFORE INSERT ON challenges_criterion
WHEN (SELECT state FROM challenges_challenge WHERE id = NEW.challenge_id) <> 'drafted'
BEGIN SELECT RAISE(ABORT, '%(told)s'); END
--
CREATE TRIGGER IF NOT EXISTS challenges_criterion_fixed BEFORE UPDATE ON challenges_criterion
WHEN (SELECT state FROM challenges_challenge WHERE id = NEW.challenge_id) <> 'drafted'
BEGIN SELECT RAISE(ABORT, '%(told)s'); END
"""

_POSTGRESQL: Final = """
CREATE OR REPLACE FUNCTION challenges_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%(told)s'; END $$
--
CREATE OR REPLACE FUNCTION challenges_refuse_unless_drafted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM challenges_challenge WHERE id = NEW.challenge_id) <> 'drafted' THEN
    RAISE EXCEPTION '%(told)s';
  END IF;
  RETURN NEW;
END $$
--
CREATE OR REPLACE TRIGGER challenges_challenge_fixed BEFORE UPDATE ON challenges_challenge
FOR EACH ROW WHEN (OLD.state <> 'drafted' AND (%(differs)s)) EXECUTE FUNCTION challenges_refuse()
--
CREATE OR REPLACE TRIGGER challenges_criterion_fixed BEFORE INSERT OR UPDATE
ON challenges_criterion FOR EACH ROW EXECUTE FUNCTION challenges_refuse_unless_drafted()
"""

_NAMES: Final = (
    "challenges_challenge_fixed",
    "challenges_criterion_unadded",
    "challenges_criterion_fixed",
)
_WAYS: Final = {"sqlite": (_SQLITE, "IS NOT"), "postgresql": (_POSTGRESQL, "IS DISTINCT FROM")}


def keep_rules_fixed(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Create the triggers that are missing; after each `migrate`, which may remake a table."""
    connection = connections[using]
    statements, is_not = _WAYS[connection.vendor]
    differs = " OR ".join(f"OLD.{column} {is_not} NEW.{column}" for column in _COLUMNS)
    with connection.cursor() as cursor:
        for statement in (statements % {"differs": differs, "told": _TOLD}).split("--\n"):
            cursor.execute(statement)


def let_tables_be_remade(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Drop the triggers before a `migrate` on SQLite, which renames no table that they name."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
