"""Demands that ask for nearly the same; a room above finds them, by whatever engine it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketplace.listings.models import Demand


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for in words, who looks for others like it, and what is left out."""

    title: str
    text: str
    reader: Any
    without: tuple[int, ...] = ()
    """Keys of demands that are not named: the text's own draft."""
    beside: tuple[Demand, ...] = ()
    """Demands on no list yet that the page has found readable for its reader."""


Finder = Callable[[Wanted, datetime], "Sequence[Demand] | None"]
Texts = Sequence[tuple[int, str, str]]
TextFinder = Callable[[Wanted, Texts], "list[int] | None"]

_finders: list[Finder] = []
_text_finders: list[TextFinder] = []


def register(finder: Finder) -> None:
    """Let a room find demands like a text that its reader may read; None where it cannot now."""
    _finders.append(finder)


def register_texts(finder: TextFinder) -> None:
    """Let a room compare texts, each with key and title; None where it cannot now."""
    _text_finders.append(finder)


def near_texts(wanted: Wanted, texts: Texts) -> list[int]:
    """Return the keys of the texts that ask for nearly the same, nearest first, as far as known."""
    found = [finder(wanted, texts) for finder in _text_finders] if texts else []
    return [key for keys in found for key in keys or ()]


def near_equal(wanted: Wanted, *, now: datetime) -> list[Demand] | None:
    """Return the demands nearly equal to a text, nearest first; None where nobody can say."""
    found = [finder(wanted, now) for finder in _finders]
    known = [one for one in found if one is not None]
    return [demand for one in known for demand in one] if known else None


def of_draft(
    demand: Demand, reader: Any, *, now: datetime, beside: Sequence[Demand] = ()
) -> list[Demand] | None:
    """Return the demands nearly equal to a draft, among those that its reader may read."""
    text = f"{demand.summary}\n{demand.goals}\n{demand.content}"
    wanted = Wanted(demand.title, text, reader, (demand.pk,), beside=tuple(beside))
    return near_equal(wanted, now=now)
