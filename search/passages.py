"""A listing's text as passages: stretches cut at clause borders, short enough to compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from marketplace.core.canonical import digest
from search import text
from search.documents import PARTS, ListingDocument

SHORTEST = 20
LONGEST = 80
"""Characters of a passage: shorter clauses join their neighbour, longer ones are cut at commas."""

MOST = 24
"""How many passages a listing has; of a longer one, passages are joined until they fit."""

LONGEST_JOINED = 240
"""Characters that are read of joined passages: their beginning, so that each part counts."""

WINDOW = 400
MOST_WINDOWS = 4
"""A listing is read in so many windows of so many characters, evenly over its whole text."""

CUTTING = 1
"""Raise it where the same text is cut otherwise, so that listings are encoded anew."""

_SENTENCE = re.compile(r"(?<=[。；！？;!?\n])")
_CLAUSE = re.compile(r"(?<=[，、：,:\s])")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one part; `text` is what is encoded: the stretch with its subject."""

    part: str
    start: int
    end: int
    text: str


def passages(document: ListingDocument) -> tuple[Passage, ...]:
    """Return the passages of a listing in the order of reading; together they cover it.

    Summary, body and context begin with the title, so that a clause keeps its subject.
    """
    title = _plain(document.title)
    found: list[Passage] = []
    for part in PARTS:
        whole = getattr(document, part)
        subject = "" if part == "title" else title
        for start, end in _fitted(whole, list(_stretches(whole))):
            said = _plain(whole[start:end])[:LONGEST_JOINED]
            found.append(Passage(part, start, end, f"{subject}。{said}" if subject else said))
    return tuple(found)


def windows(document: ListingDocument) -> tuple[str, ...]:
    """Return what a listing's own vector is made of: its whole text, in windows when it is long.

    Each window begins with the title, so that it keeps its subject.
    """
    title = _plain(document.title)
    rest = _plain("\n".join(getattr(document, part) for part in PARTS[1:]))
    ranges = [(start, end) for start, end in _packed(rest) if _WORD.search(rest, start, end)]
    if not ranges:
        return (title,) if _WORD.search(title) else ()
    step = max(len(ranges) / MOST_WINDOWS, 1)
    chosen = [ranges[int(at * step)] for at in range(min(len(ranges), MOST_WINDOWS))]
    said = (rest[start:end].strip() for start, end in chosen)
    return tuple(f"{title}。{window}" if title else window for window in said)


def text_digest(document: ListingDocument) -> str:
    """Return what changes when a listing must be encoded anew."""
    return digest([CUTTING, *(getattr(document, part) for part in PARTS)])[:16]


def _packed(whole: str) -> Iterator[tuple[int, int]]:
    """Yield windows of whole sentences, none longer than WINDOW."""
    start = reached = 0
    for _, end in _clauses(whole):
        if end - start > WINDOW:
            yield start, reached
            start = reached
        reached = end
    if reached > start:
        yield start, reached


def _stretches(whole: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a part: clauses of a readable length that hold a word."""
    open_start = open_end = 0
    for start, end in _clauses(whole):
        if open_end > open_start and end - open_start > LONGEST:
            yield open_start, open_end
            open_start = start
        open_end = end
        if open_end - open_start >= SHORTEST and whole[open_end - 1] in "。；！？;!?\n":
            yield open_start, open_end
            open_start = open_end
    if open_end > open_start:
        yield open_start, open_end


def _clauses(whole: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of sentences; of long ones, those of their clauses, cut where too long."""
    for start, end in _cut(whole, 0, end=len(whole), at=_SENTENCE):
        if end - start <= LONGEST:
            yield start, end
            continue
        for inner, last in _cut(whole, start, end=end, at=_CLAUSE):
            for piece in range(inner, last, LONGEST):
                yield piece, min(piece + LONGEST, last)


def _cut(whole: str, start: int, *, end: int, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges between the borders of a stretch."""
    borders = [found.start() for found in at.finditer(whole, start + 1, end)]
    for first, last in pairwise([start, *borders, end]):
        if first < last:
            yield first, last


def _fitted(whole: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges that hold a word, neighbours joined evenly until there are few enough."""
    spoken = [(start, end) for start, end in ranges if _WORD.search(whole, start, end)]
    size = -(-len(spoken) // MOST)
    return [
        (spoken[at][0], spoken[min(at + size, len(spoken)) - 1][1])
        for at in range(0, len(spoken), max(size, 1))
    ]


def _plain(said: str) -> str:
    """Return the text in normal form, with single blanks."""
    return " ".join(text.normalise(said).text.split())
