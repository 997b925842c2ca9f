"""Addresses of a list: what is chosen, written the same way whoever chose it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Address:
    """A list's path and the choices in its query; a changed choice leads to the first page."""

    path: str
    choices: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the address, to be put into a link."""
        return f"{self.path}?{urlencode(self.choices)}" if self.choices else self.path

    def with_choice(self, name: str, value: str) -> Address:
        """Return the address with one value in place of all of that name; an empty one is none."""
        kept = tuple(choice for choice in self._without_page() if choice[0] != name)
        return replace(self, choices=(*kept, (name, value)) if value else kept)

    def without(self, name: str, value: str) -> Address:
        """Return the address without one choice."""
        kept = tuple(choice for choice in self._without_page() if choice != (name, value))
        return replace(self, choices=kept)

    def without_names(self, names: Iterable[str]) -> Address:
        """Return the address without every choice of these names."""
        gone = frozenset(names)
        kept = tuple(choice for choice in self._without_page() if choice[0] not in gone)
        return replace(self, choices=kept)

    def at_page(self, number: int) -> Address:
        """Return the address of another page of the same results."""
        kept = self._without_page()
        return replace(self, choices=(*kept, ("page", str(number))) if number > 1 else kept)

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """Return the choices that a form must carry along: all but those of the named fields."""
        return [choice for choice in self._without_page() if choice[0] not in names]

    def _without_page(self) -> tuple[tuple[str, str], ...]:
        return tuple(choice for choice in self.choices if choice[0] != "page")
