"""Where a typed text stands in a shown one: pieces to mark, and snippets around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search import text
from search.lexicon import GENERIC, is_stop_word
from search.synonyms import NONE, Thesaurus
from search.typed import read
from search.vocabulary import EMPTY, Vocabulary

_CLAUSE_ENDS = frozenset("。！？；!?;\n，,：:")
_LENGTH = 120
_LEAST = 0.6
"""Clauses are added to a snippet until it has this share of the wanted length."""


class Piece(NamedTuple):
    """A stretch of shown text, and whether it was searched for."""

    text: str
    is_hit: bool


Range = tuple[int, int]


class Highlighter:
    """Marks what a typed text asked for, in other wordings too; without a text it marks nothing.

    Phrases, codes and names are marked whole, words wherever they stand.
    """

    def __init__(
        self, typed: str, synonyms: Thesaurus = NONE, *, vocabulary: Vocabulary = EMPTY
    ) -> None:
        found = read(typed, synonyms, vocabulary=vocabulary)
        words = {word.text for one in found.loose for word in one.cut.words}
        meant = {word for word in words if not is_stop_word(word)}
        names = (cut for name in found.names for cut in (name.cut, *name.full))
        self._rows = [
            tuple(letter.text for letter in cut.characters)
            for cut in (*names, *found.phrases, *found.codes)
        ]
        telling = {word for word in meant if word not in GENERIC}
        self._words = frozenset(telling or (set() if self._rows else meant))
        self._words |= {other.text for other in found.alternatives}

    def mark(self, shown: str) -> list[Piece]:
        """Return the shown text in pieces, with the hits marked."""
        return list(_pieces(shown, self.ranges(shown)))

    def snippet(self, shown: str, length: int = _LENGTH) -> list[Piece]:
        """Return the marked clauses around the place with the most hits, with ellipses.

        It begins and ends where clauses do; only a clause that alone is longer is cut inside.
        """
        ranges = self.ranges(shown)
        start, end = _window(shown, ranges, length=length)
        inside = [(max(a, start), min(b, end)) for a, b in ranges if a < end and b > start]
        pieces = list(_pieces(shown[start:end], [(a - start, b - start) for a, b in inside]))
        if start:
            pieces.insert(0, Piece("…", is_hit=False))
        if end < len(shown):
            pieces.append(Piece("…", is_hit=False))
        return pieces

    def ranges(self, shown: str) -> list[Range]:
        """Return the ranges to mark, in order and apart."""
        if not (self._words or self._rows):
            return []
        return merged((*occurrences(shown, self._words), *_rows(shown, self._rows)))


def occurrences(shown: str, words: frozenset[str]) -> Iterator[Range]:
    """Yield the ranges of the words in a shown text: whole Latin words, Chinese ones anywhere."""
    for token in text.cut(shown).words:
        if token.text in words:
            yield token.start, token.end
    normal = text.normalise(shown)
    for word in words:
        yield from wordings(normal, word)


def wordings(normal: text.NormalText, word: str) -> Iterator[Range]:
    """Yield the ranges of a Chinese word, or of one of several parts, wherever it stands."""
    is_long = " " in word or text.is_chinese(word) or text.is_chinese(word[-1])
    if not is_long or len(word) < 2:  # noqa: PLR2004 - one character is no word
        return
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


def _rows(shown: str, rows: Sequence[tuple[str, ...]]) -> Iterator[Range]:
    """Yield the ranges where characters or letters stand one after the other."""
    if not rows:
        return
    tokens = text.cut(shown).characters
    held = [token.text for token in tokens]
    for row in rows:
        for at in range(len(held) - len(row) + 1):
            if row and held[at] == row[0] and tuple(held[at : at + len(row)]) == row:
                yield tokens[at].start, tokens[at + len(row) - 1].end


def _window(shown: str, ranges: Sequence[Range], *, length: int) -> Range:
    """Return the clauses to show: those with most hits, and what follows up to the length."""
    clauses = _clauses(shown)

    def merit(at: int) -> tuple[bool, int, int]:
        start, end = clauses[at]
        begins = any(start <= a < end for a, _ in ranges)
        return begins, _hits(ranges, (start, start + length)), -at

    first = max(range(len(clauses)), key=merit, default=0)
    if not clauses:
        return 0, 0
    start, end = clauses[first]
    for _, further in clauses[first + 1 :]:
        if further - start > length:
            break
        end = further
    for earlier, _ in reversed(clauses[:first]):
        if end - earlier > length or end - start >= length * _LEAST:
            break
        start = earlier
    return _within_clause(shown, (start, end), ranges=ranges, length=length)


def _within_clause(shown: str, window: Range, *, ranges: Sequence[Range], length: int) -> Range:
    """Return a window, a single clause that is too long cut between words around its first hit."""
    start, end = window
    if end - start <= length:
        return window
    hit = next((a for a, b in ranges if start <= a and b <= end), start)
    borders = [token.start for token in text.cut(shown[start:end]).units]
    begin = max((at for at in borders if start + at <= max(hit - length // 4, start)), default=0)
    last = max((at for at in borders if begin < at <= begin + length), default=begin + length)
    return start + begin, start + last


def _clauses(shown: str) -> list[Range]:
    """Return the clauses of a text, each with the mark that ends it."""
    found: list[Range] = []
    start = 0
    for at, char in enumerate(shown, start=1):
        if char in _CLAUSE_ENDS:
            found.append((start, at))
            start = at
    return [*found, (start, len(shown))] if start < len(shown) else found


def _hits(ranges: Sequence[Range], within: Range) -> int:
    """Return how many ranges lie within another."""
    start, end = within
    return sum(start <= a and b <= end for a, b in ranges)
