"""Where a typed text stands in a shown one: pieces to mark, and snippets around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search import text
from search.lexicon import GENERIC, is_stop_word
from search.synonyms import NONE, Thesaurus

_CLAUSE_ENDS = frozenset("。！？；;!?\n")
_PAUSES = _CLAUSE_ENDS | frozenset("，,、：: ")


class Piece(NamedTuple):
    """A stretch of shown text, and whether it was searched for."""

    text: str
    is_hit: bool


Range = tuple[int, int]


class Highlighter:
    """Marks what a typed text asked for, synonyms too; without a text it marks nothing."""

    def __init__(self, typed: str, synonyms: Thesaurus = NONE) -> None:
        cut = text.cut(typed[:500])
        words = {word.text for word in cut.words if not is_stop_word(word.text)}
        others = {
            other.text
            for found in synonyms.expand(cut.units, typed)
            for other in found.alternatives
        }
        self._words = frozenset({word for word in words if word not in GENERIC} or words) | others

    def mark(self, shown: str) -> list[Piece]:
        """Return the shown text in pieces, with the hits marked."""
        return list(_pieces(shown, self.ranges(shown)))

    def snippet(self, shown: str, length: int = 120) -> list[Piece]:
        """Return the marked stretch with the most hits, begun at a clause, with ellipses."""
        ranges = self.ranges(shown)
        start = _clause_start(shown, _densest(ranges, length)) if ranges else 0
        end = _cut_end(shown, start, length=length)
        inside = [(max(a, start), min(b, end)) for a, b in ranges if a < end and b > start]
        moved = [(a - start, b - start) for a, b in inside]
        pieces = list(_pieces(shown[start:end], moved))
        if start:
            pieces.insert(0, Piece("…", is_hit=False))
        if end < len(shown):
            pieces.append(Piece("…", is_hit=False))
        return pieces

    def ranges(self, shown: str) -> list[Range]:
        """Return the ranges to mark, in order and apart."""
        if not self._words:
            return []
        return merged(occurrences(shown, self._words))


def occurrences(shown: str, words: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of the words in a shown text: whole Latin words, Chinese ones anywhere."""
    for token in text.cut(shown).words:
        if token.text in words:
            yield token.start, token.end
    normal = text.normalise(shown)
    for word in words:
        is_long = " " in word or text.is_chinese(word) or text.is_chinese(word[-1])
        if not is_long or len(word) < 2:  # noqa: PLR2004 - one character is no word
            continue
        at = normal.text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (_runs_on(normal.text, at) or _runs_on(normal.text, end)):
                yield normal.starts[at], normal.ends[end - 1]
            at = normal.text.find(word, end)


def _runs_on(shown: str, at: int) -> bool:
    """Return whether a run of Latin letters or digits goes on over a position."""
    pair = shown[max(at - 1, 0) : at + 1]
    return at > 0 and len(pair) == 2 and all(_is_latin(char) for char in pair)  # noqa: PLR2004


def _is_latin(char: str) -> bool:
    """Return whether a character is a letter or digit of a Latin word."""
    return char.isalnum() and not text.is_chinese(char)


def merged(ranges: Iterable[Range]) -> list[Range]:
    """Return ranges in order, those that touch made one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _pieces(shown: str, ranges: Iterable[Range]) -> Iterator[Piece]:
    """Yield the text in and between the ranges."""
    at = 0
    for start, end in ranges:
        if start > at:
            yield Piece(shown[at:start], is_hit=False)
        yield Piece(shown[start:end], is_hit=True)
        at = end
    if at < len(shown):
        yield Piece(shown[at:], is_hit=False)


def _densest(ranges: list[Range], length: int) -> int:
    """Return the start of the hit after which most hits follow within a length."""
    starts = [start for start, _ in ranges]
    return max(starts, key=lambda start: (sum(start <= s < start + length for s in starts), -start))


def _clause_start(shown: str, at: int) -> int:
    """Return where the clause around a position begins, not far before it."""
    for back in range(at, max(at - 40, 0), -1):
        if shown[back - 1] in _CLAUSE_ENDS:
            return back
    return 0 if at <= 40 else _after_pause(shown, at)  # noqa: PLR2004 - as far as above


def _after_pause(shown: str, at: int) -> int:
    """Return the start of the part of a sentence around a position."""
    for back in range(at, max(at - 40, 0), -1):
        if shown[back - 1] in _PAUSES:
            return back
    return at


def _cut_end(shown: str, start: int, *, length: int) -> int:
    """Return where a snippet ends: at a pause near the wanted length."""
    end = start + length
    if end >= len(shown):
        return len(shown)
    for back in range(end, end - 20, -1):
        if shown[back - 1] in _PAUSES:
            return back
    return end
