"""Both texts of a match with its points marked: numbered alike, linked across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.functional import _StrPromise

    from search.documents import ListingDocument
    from search.explanation import Explanation, Point, Span

Side = Literal["demand", "capability"]
Kind = Literal["covered", "partly", "missing"]

_KINDS: Final[tuple[Kind, ...]] = ("covered", "partly", "missing")
_SHOWN: Final = ("summary", "body", "context")
_ALWAYS: Final = frozenset({"summary", "body"})
_LONGEST_GAP = 220
_EDGE = 70


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a stretch is marked: how far it is covered, by the numbers of its points.

    `fresh` are the numbers that are marked here for the first time on this side, `side` is its
    letter, and `partner` the first of the fresh ones that the other side has too, 0 for none.
    """

    kind: Kind
    numbers: tuple[int, ...]
    side: str = ""
    fresh: tuple[int, ...] = ()
    partner: int = 0

    @property
    def other(self) -> str:
        """Return the letter of the other side."""
        return "c" if self.side == "d" else "d"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an original text; without a mark it is plain."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A part of a text: what it is called, and its stretches in order."""

    label: str | _StrPromise
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    kind: Kind
    numbers: tuple[int, ...]


def originals(document: ListingDocument, explanation: Explanation, *, side: Side) -> list[Original]:
    """Return the parts of one side's text that have something to read, marked."""
    points = list(_points(explanation))
    on_both = {point.number for _kind, point in points if _is_shown(point.demand, point.capability)}
    marker = _Marker(side, on_both)
    labels = _LABELS[side]
    shown = (
        (part, getattr(document, part), _ranges(points, side=side, part=part)) for part in _SHOWN
    )
    return [
        Original(labels[part], tuple(marker.stretches(text, ranges)))
        for part, text, ranges in shown
        if text and (ranges or part in _ALWAYS)
    ]


class _Marker:
    """Cuts texts of one side at their marks and remembers which numbers it has anchored."""

    def __init__(self, side: Side, on_both: set[int]) -> None:
        self._side, self._on_both = side, on_both
        self._anchored: set[int] = set()

    def stretches(self, text: str, ranges: list[_Range]) -> Iterator[Stretch]:
        at = 0
        for one in ranges:
            yield from _plain(text[at : one.start], is_first=not at, is_last=False)
            yield Stretch(text[one.start : one.end], self._mark(one))
            at = one.end
        yield from _plain(text[at:], is_first=not at, is_last=True)

    def _mark(self, one: _Range) -> Mark:
        fresh = tuple(number for number in one.numbers if number not in self._anchored)
        self._anchored.update(fresh)
        linked = next((number for number in fresh if number in self._on_both), 0)
        return Mark(one.kind, one.numbers, self._side[0], fresh, linked)


def _is_shown(*sides: tuple[Span, ...]) -> bool:
    """Return whether every side has a span in a part that is shown."""
    return all(any(span.part in _SHOWN for span in spans) for spans in sides)


def _points(explanation: Explanation) -> Iterator[tuple[Kind, Point]]:
    for kind in _KINDS:
        for point in getattr(explanation, kind):
            yield kind, point


def _ranges(points: Iterable[tuple[Kind, Point]], *, side: Side, part: str) -> list[_Range]:
    """Return the marked ranges of a part in order; ranges that overlap become one."""
    found = sorted(
        (span.start, span.end, _KINDS.index(kind), point.number)
        for kind, point in points
        for span in getattr(point, side)
        if span.part == part and span.start < span.end
    )
    merged: list[_Range] = []
    for start, end, rank, number in found:
        last = merged[-1] if merged else None
        if last is None or start >= last.end:
            merged.append(_Range(start, end, _KINDS[rank], (number,)))
            continue
        kind = _KINDS[min(rank, _KINDS.index(last.kind))]
        numbers = tuple(sorted({*last.numbers, number}))
        merged[-1] = _Range(last.start, max(end, last.end), kind, numbers)
    return merged


def _plain(text: str, *, is_first: bool, is_last: bool) -> Iterator[Stretch]:
    """Yield the text between two marks; a long one keeps its edges."""
    if len(text) <= _LONGEST_GAP:
        if text:
            yield Stretch(text)
        return
    head = "" if is_first else text[:_EDGE]
    tail = "" if is_last else text[-_EDGE:]
    if is_first and is_last:
        head = text[:_LONGEST_GAP]
    yield Stretch(f"{head} …… {tail}".strip(" ") if head or tail else "……")


_LABELS: Final[dict[Side, dict[str, str | _StrPromise]]] = {
    "demand": {
        "summary": _("Summary"),
        "body": _("Goals, content and indicators"),
        "context": _("Background and what is opened"),
    },
    "capability": {
        "summary": _("Summary"),
        "body": _("Description"),
        "context": _("Cases"),
    },
}
