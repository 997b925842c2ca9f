"""What rooms above ask before a version may be published, registered in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Problem = tuple[str, str | _StrPromise]
    Check = Callable[[Any, Any], Iterable[Problem]]

_checks: list[Check] = []


class Elsewhere(str):
    """What is put right on another page than the form: in words, with the address of that page."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, words: str, *, url: str) -> Self:
        """Return the words; templates read the address beside them."""
        made = super().__new__(cls, words)
        made.url = url
        return made


def register(check: Check) -> None:
    """Let a room ask: its function gets a version with its lifecycle, and yields problems."""
    _checks.append(check)


def problems_above(version: Any, lifecycle: Any) -> Iterator[Problem]:
    """Yield what the rooms above say against a version, by field."""
    for check in _checks:
        yield from check(version, lifecycle)
