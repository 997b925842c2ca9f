"""The language of the search box: words, "phrases", exact codes, a minus before what is unwanted.

Whatever is typed has a meaning; nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from search import text
from search.text import NormalText

READ = 500
"""Characters of a typed text that are read."""

_OPENED_BY = {'"': '"“”', "“": '"“”', "”": '"“”', "「": "」", "『": "』"}
"""Quotes that open a phrase, and what closes it: people mix the straight and the curly ones."""

_MINUS = "-−"
_BEGINNING = re.compile(r"[^\W_]|\.[a-z]")
"""How a word begins after a minus; `.net` begins with a point."""

_BOUNDARIES = frozenset(",;!?。、·…") | frozenset(_OPENED_BY) | frozenset("」』")
_STANDARDS = (
    "gbz?|dbj?|iso|iec|ieee|itu|astm|rfc|jtg?|jgj|cjj?|ga|yd|hj|sj|yy|ws|dl|nb|sl|ty|qc|jr|jy|hg|mz"
)
_LEVELS = "cmmi|itss|dcmm|csmm|ccrc|cnas|cma|iatf|sil|asil|ip|ipv|usb|pcie|rs|ps|bim|lte"
_CODE = re.compile(
    r"(?<![a-z\d])(?:"
    r"(?:xq|nl)-\d{4}-\d{4,}"
    r"|[\da-hj-npqrtuwxy]{2}\d{6}[\da-hj-npqrtuwxy]{10}"
    rf"|(?:{_STANDARDS})(?:/[a-z]{{1,8}}){{0,2}}[ -]?\d{{2,}}(?:\.\d+)*(?:-\d+)*"
    rf"|t/[a-z]{{2,8}}[ -]?\d+(?:\.\d+)*(?:-\d+)*"
    rf"|(?:{_LEVELS})[ -]?\d+(?:\.\d+)*"
    r"|(?=[a-z./-]*\d)(?=[\d./-]*[a-z])[a-z\d]+(?:[./-][a-z\d]+)*"
    r")(?![a-z\d])"
)


class Kind(StrEnum):
    """What a part of a typed text is."""

    WORDS = "words"
    PHRASE = "phrase"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a typed text in normal form, and its half-open range in what was typed.

    The range takes in quotes and the minus.
    """

    kind: Kind
    text: str
    start: int
    end: int
    is_excluded: bool = False

    def __str__(self) -> str:
        """Return the part as it would be typed."""
        written = f'"{self.text}"' if self.kind is Kind.PHRASE else self.text
        return f"-{written}" if self.is_excluded else written


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A typed text, taken apart; `is_cut` and `has_lone_quote` say what was not taken as typed."""

    typed: str
    terms: tuple[Term, ...]
    is_cut: bool = False
    has_lone_quote: bool = False

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Return what must or may stand in a listing."""
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        """Return what must not."""
        return tuple(term for term in self.terms if term.is_excluded)

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was typed at all: the whole list is asked for."""
        return not self.typed.strip()

    def __str__(self) -> str:
        """Return a text that means the same."""
        return " ".join(map(str, self.terms))

    def without(self, left_out: Term) -> str:
        """Return a text that means the same but for one part."""
        return " ".join(str(term) for term in self.terms if term is not left_out)


def parse(typed: str) -> ParsedQuery:
    """Return the parts of a typed text in order; what has no letter or digit is none."""
    read = typed[:READ]
    reader = _Reader(text.normalise(read))
    terms = tuple(reader.terms())
    return ParsedQuery(read, terms, len(typed) > READ, reader.has_lone_quote)


class _Reader:
    """Reads a text in normal form from left to right."""

    def __init__(self, normal: NormalText) -> None:
        self.has_lone_quote = False
        self._normal = normal
        self._text = normal.text
        self._codes = {found.start(): found.end() for found in _CODE.finditer(normal.text)}

    def terms(self) -> Iterator[Term]:
        """Yield the parts that say something."""
        at = 0
        while at < len(self._text):
            begin = at
            is_excluded = self._is_exclusion(at)
            at += is_excluded
            kind, (start, end), at = self._part(at)
            if (whole := self._glyph_end(at)) > at:
                end, at = (end if kind is Kind.PHRASE else whole), whole
            if any(char.isalnum() for char in self._text[start:end]):
                yield Term(
                    kind,
                    self._text[start:end],
                    self._normal.starts[begin],
                    self._normal.ends[at - 1],
                    is_excluded,
                )

    def _glyph_end(self, at: int) -> int:
        """Return where the sign ends of which a position is the middle: ¼ is three characters."""
        while 0 < at < len(self._text) and self._normal.starts[at] == self._normal.starts[at - 1]:
            at += 1
        return at

    def _is_exclusion(self, at: int) -> bool:
        """Return whether a minus that stands before a word begins here."""
        if self._text[at] not in _MINUS or at + 1 == len(self._text):
            return False
        is_first = at == 0 or self._text[at - 1].isspace() or self._text[at - 1] in _BOUNDARIES
        return is_first and (
            _BEGINNING.match(self._text, at + 1) is not None or self._closing(at + 1) >= 0
        )

    def _part(self, at: int) -> tuple[Kind, tuple[int, int], int]:
        """Return what begins here: its kind, the range of its text, and where the next begins."""
        closing = self._closing(at)
        if closing >= 0:
            return Kind.PHRASE, (at + 1, closing), closing + 1
        if at in self._codes:
            end = self._codes[at]
            return Kind.CODE, (at, end), end
        if self._text[at] in _OPENED_BY:
            self.has_lone_quote = True
        end = at + 1
        while end < len(self._text) and not self._ends_before(end):
            end += 1
        return Kind.WORDS, (at, end), end

    def _closing(self, at: int) -> int:
        """Return where the phrase that opens here closes, -1 where none does."""
        closers = _OPENED_BY.get(self._text[at])
        if closers is None:
            return -1
        return min(
            (end for char in closers if (end := self._text.find(char, at + 1)) > 0), default=-1
        )

    def _ends_before(self, at: int) -> bool:
        """Return whether words end before a position: at a space, a pause, a quote or a code."""
        char, before = self._text[at], self._text[at - 1]
        return (
            char.isspace()
            or before.isspace()
            or char in _BOUNDARIES
            or before in _BOUNDARIES
            or at in self._codes
        )
