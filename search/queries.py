"""What people type, and what listings ask, as queries for an engine."""

from __future__ import annotations

import math

from search import text
from search.coverage import Asked
from search.engines.protocol import Clause, TextQuery
from search.lexicon import GENERIC, is_stop_word

_TYPED = 500
"""Characters of a typed text that are read."""

_ALL_REQUIRED = 3
_SHARE_REQUIRED = 0.5
_GENERIC_WEIGHT = 0.4
_FORM_WEIGHT = 0.05
_WORDS_SENT = 32
_CHARACTERS_SENT = 48
_SCALE = 10.0


def text_query(typed: str) -> TextQuery | None:
    """Return the query of a typed text, None for an empty one.

    Up to three words must all stand there, of more words half. Form words never must, and
    generic words only where nothing else was typed. A text without any word has no clauses: nothing
    fits it.
    """
    typed = typed[:_TYPED]
    if not typed.strip():
        return None
    cut = text.cut(typed)
    units = list(dict.fromkeys(unit.text for unit in cut.units))
    meant = [unit for unit in units if not is_stop_word(unit)] or units
    telling = [unit for unit in meant if unit not in GENERIC] or meant
    needed = len(telling)
    if needed > _ALL_REQUIRED:
        needed = math.ceil(needed * _SHARE_REQUIRED)
    words = dict.fromkeys(word.text for word in cut.words)
    letters = dict.fromkeys(letter for unit in telling for letter in text.letters(unit))
    return TextQuery(
        clauses=tuple(Clause(word=unit, characters=tuple(text.letters(unit))) for unit in telling),
        required=needed,
        words=tuple((word, _weight(word)) for word in words),
        characters=tuple((letter, 1.0) for letter in letters),
    )


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
