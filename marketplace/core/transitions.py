"""State machines as tables: verb → from, to, who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a machine: a verb, the states it leaves, the state it enters, and who may."""

    verb: str
    sources: frozenset[str]
    target: str
    who: str
    label: str | _StrPromise


class Machine:
    """A state machine: its rows guard models, draw buttons and documents."""

    def __init__(self, name: str, rows: tuple[Transition, ...]) -> None:
        """Index the rows by verb; a verb stands once."""
        self.name = name
        self._rows = {row.verb: row for row in rows}
        if len(self._rows) != len(rows):
            message = f"{name}: a verb stands twice"
            raise ValueError(message)

    def __iter__(self) -> Iterator[Transition]:
        """Yield the rows in their order."""
        return iter(self._rows.values())

    def __getitem__(self, verb: str) -> Transition:
        """Return the row of a verb; KeyError for an unknown one."""
        return self._rows[verb]

    def allows(self, verb: str, state: str) -> bool:
        """Return whether the verb may leave the state."""
        return state in self._rows[verb].sources

    def verbs(self, state: str) -> tuple[str, ...]:
        """Return the verbs that may leave the state."""
        return tuple(verb for verb, row in self._rows.items() if state in row.sources)

    def target(self, verb: str, state: str) -> str:
        """Return the state that the verb enters from `state`; Refusal when the table forbids it."""
        row = self._rows[verb]
        if state not in row.sources:
            raise Refusal(
                _("“%(verb)s” is not possible in the state “%(state)s”.")
                % {"verb": row.label, "state": state},
                code="wrong_state",
            )
        return row.target


def row(verb: str, sources: str, *, target: str, who: str, label: str | _StrPromise) -> Transition:
    """Return a row; `sources` are states separated by spaces."""
    return Transition(verb, frozenset(sources.split()), target, who, label)
