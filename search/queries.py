"""What people type, and what listings ask, as queries for an engine."""

from __future__ import annotations

import math

from search import text
from search.coverage import Asked
from search.engines.protocol import Clause, TextQuery
from search.lexicon import GENERIC, is_stop_word
from search.synonyms import NONE, Expansion, Thesaurus

_TYPED = 500
"""Characters of a typed text that are read."""

_ALL_REQUIRED = 3
_SHARE_REQUIRED = 0.5
_EXPANDED = 12
_GENERIC_WEIGHT = 0.4
_FORM_WEIGHT = 0.05
_WORDS_SENT = 32
_CHARACTERS_SENT = 48
_SCALE = 10.0


def text_query(typed: str, synonyms: Thesaurus = NONE) -> TextQuery | None:
    """Return the query of a typed text, None for an empty one.

    Up to three words must all stand there, of more words half. Form words never must, and
    generic words only where nothing else was typed. A text without any word has no clauses: nothing
    fits it. A synonym stands for the words of its wording, and ranks by its weight.
    """
    typed = typed[:_TYPED]
    if not typed.strip():
        return None
    cut = text.cut(typed)
    units = list(dict.fromkeys(unit.text for unit in cut.units))
    found = synonyms.expand(cut.units, typed)[:_EXPANDED]
    generic = {unit for one in found if one.is_generic for unit in _units(cut, one)}
    meant = [unit for unit in units if not is_stop_word(unit)] or units
    telling = [unit for unit in meant if unit not in GENERIC and unit not in generic] or meant
    needed = len(telling)
    if needed > _ALL_REQUIRED:
        needed = math.ceil(needed * _SHARE_REQUIRED)
    words = {word.text: _weight(word.text) for word in cut.words}
    letters = dict.fromkeys((letter for unit in telling for letter in text.letters(unit)), 1.0)
    others: dict[str, tuple[Clause, ...]] = {}
    for one in found:
        _widen(words, letters, one, base=max(_weight(unit) for unit in _units(cut, one)))
        for unit in _units(cut, one):
            others[unit] = others.get(unit, ()) + _wordings(one)
    return TextQuery(
        clauses=tuple(
            Clause(word=unit, characters=tuple(text.letters(unit)), others=others.get(unit, ()))
            for unit in telling
        ),
        required=needed,
        words=tuple(words.items()),
        characters=tuple(letters.items()),
    )


def _units(cut: text.Cut, expansion: Expansion) -> list[str]:
    """Return the typed units that an expansion stands for."""
    return [unit.text for unit in cut.units[expansion.start : expansion.end]]


def _wordings(expansion: Expansion) -> tuple[Clause, ...]:
    """Return the other wordings as clauses: as a word where they are one, else in line."""
    return tuple(Clause(word=one.text, characters=one.letters) for one in expansion.alternatives)


def _widen(
    words: dict[str, float], letters: dict[str, float], expansion: Expansion, *, base: float
) -> None:
    """Add the words and characters of the other wordings; what was typed keeps its weight."""
    for one in expansion.alternatives:
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
