"""What people type, and what listings ask, as queries for an engine."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from search import text
from search.coverage import Asked
from search.engines.protocol import Clause, TextQuery
from search.lexicon import GENERIC, is_stop_word
from search.synonyms import NONE, Alternative, Thesaurus
from search.typed import Loose, Name, Typed, read
from search.vocabulary import EMPTY, Vocabulary

_ALL_REQUIRED = 3
_SHARE_REQUIRED = 0.5
_GENERIC_WEIGHT = 0.4
_FORM_WEIGHT = 0.05
_WORDS_SENT = 32
_CHARACTERS_SENT = 48
_SCALE = 10.0


def text_query(
    typed: str, synonyms: Thesaurus = NONE, *, vocabulary: Vocabulary = EMPTY
) -> TextQuery | None:
    """Return the query of a typed text, None for an empty one.

    Phrases must stand, and what is excluded must not. Of words, names and codes up to three must
    all stand, of more half. Form words never must, and generic words only where nothing else was
    typed. What holds a code comes first. A text without any word has no clauses: nothing fits it.
    A synonym stands for the words of its wording, and ranks by its weight.
    """
    found = read(typed, synonyms, vocabulary=vocabulary)
    if found.parsed.is_blank:
        return None
    exact = [_named(name) for name in found.names] + [_in_line(code) for code in found.codes]
    telling = _telling(found, is_alone=not (exact or found.phrases))
    others = _others(found.loose)
    clauses = [
        *exact,
        *(
            Clause(word=unit, characters=tuple(text.letters(unit)), others=others.get(unit, ()))
            for unit in telling
        ),
    ]
    words, letters = _ranking(found, telling)
    return TextQuery(
        clauses=tuple(clauses),
        required=_required(len(clauses)),
        words=tuple(words.items()),
        characters=tuple(letters.items()),
        strict=tuple(map(_in_line, found.phrases)),
        excluded=tuple(map(_in_line, found.excluded)),
        first=tuple(_letters(code) for code in found.codes),
    )


def _telling(found: Typed, *, is_alone: bool) -> list[str]:
    """Return the words that say what is looked for; generic ones where they stand alone."""
    units = list(dict.fromkeys(unit.text for one in found.loose for unit in one.cut.units))
    generic = {
        unit
        for one in found.loose
        for expansion in one.expansions
        if expansion.is_generic
        for unit in one.units(expansion)
    }
    meant = [unit for unit in units if not is_stop_word(unit)]
    telling = [unit for unit in meant if unit not in GENERIC and unit not in generic]
    return telling or (meant or units if is_alone else [])


def _required(clauses: int) -> int:
    return clauses if clauses <= _ALL_REQUIRED else math.ceil(clauses * _SHARE_REQUIRED)


def _others(loose: Iterable[Loose]) -> dict[str, tuple[Clause, ...]]:
    """Return the other wordings that stand for a word, by the word."""
    others: dict[str, tuple[Clause, ...]] = {}
    for one in loose:
        for expansion in one.expansions:
            wordings = tuple(
                Clause(word=other.text, characters=other.letters)
                for other in expansion.alternatives
            )
            for unit in one.units(expansion):
                others[unit] = others.get(unit, ()) + wordings
    return others


def _named(name: Name) -> Clause:
    """Return the clause of a short name: it, or a full one, stands in line."""
    return replace(_in_line(name.cut), others=tuple(map(_in_line, name.full)))


def _in_line(cut: text.Cut) -> Clause:
    """Return the clause of what must stand as it was typed: as one word, or in line."""
    whole = cut.units[0].text if len(cut.units) == 1 else ""
    return Clause(word=whole, characters=_letters(cut))


def _letters(cut: text.Cut) -> tuple[str, ...]:
    return tuple(letter.text for letter in cut.characters)


def _ranking(found: Typed, telling: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the words and characters that rank hits, with their weights."""
    words = {word.text: _weight(word.text) for cut in found.wanted for word in cut.words}
    whole = (*(name.cut for name in found.names), *found.phrases, *found.codes)
    letters = dict.fromkeys((letter for unit in telling for letter in text.letters(unit)), 1.0)
    letters |= dict.fromkeys((letter for cut in whole for letter in _letters(cut)), 1.0)
    for one in found.loose:
        for expansion in one.expansions:
            base = max(map(_weight, one.units(expansion)))
            _widen(words, letters, alternatives=expansion.alternatives, base=base)
    for name in found.names:
        for full in name.full:
            for word in full.words:
                words.setdefault(word.text, _weight(word.text))
    return words, letters


def _widen(
    words: dict[str, float],
    letters: dict[str, float],
    *,
    alternatives: Iterable[Alternative],
    base: float,
) -> None:
    """Add the words and characters of other wordings; what was typed keeps its weight."""
    for one in alternatives:
        for word in one.words:
            added = base * one.weight * _weight(word)
            words[word] = max(words.get(word, 0.0), added)
        for letter in one.letters:
            letters.setdefault(letter, base * one.weight)


def _weight(word: str) -> float:
    """Return what a typed word adds to the order of hits: who types a generic word means it."""
    if is_stop_word(word):
        return _FORM_WEIGHT
    return _GENERIC_WEIGHT if word in GENERIC else 1.0


def sent(asked: Asked) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
    """Return the weightiest words and characters that a listing asks for, with their weights."""
    words = asked.words[:_WORDS_SENT]
    characters = asked.characters[:_CHARACTERS_SENT]
    return (
        tuple((word.text, word.share * _SCALE) for word in words),
        tuple((character.text, character.share * _SCALE) for character in characters),
    )
