"""A typed text as the search takes it: words and their other wordings, names, phrases, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search import text
from search.language import Kind, ParsedQuery, Term, parse
from search.synonyms import NONE, Alternative, Expansion, Thesaurus
from search.vocabulary import EMPTY, Vocabulary

_EXPANDED = 12
"""So many wordings of a text are expanded."""

_READING_WEIGHT = 0.6
"""What another reading of letters weighs: a word of the same sound, or the letters themselves."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Words typed without quotes, and the other wordings of some of them."""

    cut: text.Cut
    expansions: tuple[Expansion, ...] = ()

    def units(self, expansion: Expansion) -> list[str]:
        """Return the words that an expansion stands for."""
        return [unit.text for unit in self.cut.units[expansion.start : expansion.end]]


@dataclass(frozen=True, slots=True)
class Name:
    """A body's short name, cut, and its full names."""

    cut: text.Cut
    full: tuple[text.Cut, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a typed text; `notes` pair what was typed with what it is taken for."""

    parsed: ParsedQuery
    loose: tuple[Loose, ...] = ()
    names: tuple[Name, ...] = ()
    phrases: tuple[text.Cut, ...] = ()
    codes: tuple[text.Cut, ...] = ()
    excluded: tuple[text.Cut, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def wanted(self) -> tuple[text.Cut, ...]:
        """Return everything that is looked for, in the wording that was typed."""
        cuts = (*(one.cut for one in self.loose), *(name.cut for name in self.names))
        return (*cuts, *self.phrases, *self.codes)

    @property
    def alternatives(self) -> Iterator[Alternative]:
        """Yield the other wordings."""
        for one in self.loose:
            for expansion in one.expansions:
                yield from expansion.alternatives


def read(typed: str, synonyms: Thesaurus = NONE, *, vocabulary: Vocabulary = EMPTY) -> Typed:
    """Return the parts of a typed text, with the synonyms and the words that are known now."""
    parsed = parse(typed)
    understood = vocabulary.understand(parsed)
    wanted = [term for term in understood.terms if not term.is_excluded]
    loose: list[Loose] = []
    names: list[Name] = []
    left = _EXPANDED
    for piece, full in _pieces(wanted, understood.names):
        if full:
            names.append(Name(text.cut(piece), tuple(map(text.cut, full))))
            continue
        cut = text.cut(piece)
        found = synonyms.expand(cut.units, piece)[:left]
        left -= len(found)
        loose.append(Loose(cut, (*found, *_readings(cut, understood.others))))
    return Typed(
        parsed=parsed,
        loose=tuple(loose),
        names=tuple(names),
        phrases=tuple(text.cut(term.text) for term in wanted if term.kind is Kind.PHRASE),
        codes=tuple(text.cut(term.text) for term in wanted if term.kind is Kind.CODE),
        excluded=tuple(text.cut(term.text) for term in parsed.excluded),
        notes=understood.notes,
    )


def _pieces(
    terms: Sequence[Term], names: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield words that stand side by side as one, and each short name with its full ones."""
    standing = ""
    for term in terms:
        if term.kind is not Kind.WORDS:
            yield from _unless_blank(standing)
            standing = ""
            continue
        standing += " "
        for piece in _split(term.text, names):
            if piece in names:
                yield from _unless_blank(standing)
                yield piece, names[piece]
                standing = ""
            else:
                standing += piece
    yield from _unless_blank(standing)


def _unless_blank(words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if words.strip():
        yield words.strip(), ()


def _split(words: str, names: Iterable[str]) -> list[str]:
    """Return words in pieces, so that each short name is one."""
    found = sorted(names, key=len, reverse=True)
    return re.split(f"({'|'.join(map(re.escape, found))})", words) if found else [words]


def _readings(cut: text.Cut, others: Mapping[str, tuple[str, ...]]) -> Iterator[Expansion]:
    """Yield the further readings of words that were given in letters."""
    units = [unit.text for unit in cut.units]
    for reading, further in others.items():
        for start, end in _rows(units, reading):
            alternatives = tuple(_alternative(other) for other in further)
            yield Expansion(start, end, reading, alternatives)


def _rows(units: Sequence[str], wording: str) -> Iterator[tuple[int, int]]:
    """Yield where units in a row make up a wording."""
    for start in range(len(units)):
        joined = ""
        for end in range(start, len(units)):
            joined += units[end]
            if joined == wording:
                yield start, end + 1
            if len(joined) >= len(wording):
                break


def _alternative(wording: str) -> Alternative:
    cut = text.cut(wording)
    return Alternative(
        text=wording,
        words=tuple(dict.fromkeys(word.text for word in cut.words)),
        letters=tuple(letter.text for letter in cut.characters),
        weight=_READING_WEIGHT,
        kind="reading",
        pk=0,
        is_generic=False,
    )
