"""What a demand asks for: its weightiest words and characters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from search import text
from search.lexicon import share_of
from search.profiles import Profile
from search.snapshot import Snapshot
from search.weights import WEIGHTS

_W = WEIGHTS.coverage


@dataclass(frozen=True, slots=True)
class Weighted:
    """A word or character that a demand asks for, with its share of the demand's whole weight."""

    text: str
    share: float
    generic: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a demand asks for: its weightiest words and characters, each set adding up to 1."""

    words: tuple[Weighted, ...]
    characters: tuple[Weighted, ...]
    only_generic: bool


def asked_by(demand: Profile, snapshot: Snapshot) -> Asked:
    """Return the weighted words and characters of a demand.

    A term weighs the square root of its count times a power of its rarity; a generic word keeps a
    share of its count, and the characters in it keep the same share.
    """
    words: dict[str, float] = {}
    characters: defaultdict[str, float] = defaultdict(float)
    specific: set[str] = set()
    for term, count in demand.terms.items():
        share = share_of(term)
        words[term] = count * share
        letters = text.letters(term)
        for letter in letters:
            characters[letter] += count * share
        if share == 1:
            specific.update(letters)
    return Asked(
        words=_weightiest(
            words,
            snapshot.word_rarity,
            limit=int(_W["words_asked"]),
            specific={word for word in words if share_of(word) == 1},
        ),
        characters=_weightiest(
            characters,
            snapshot.character_rarity,
            limit=int(_W["characters_asked"]),
            specific=specific,
        ),
        only_generic=not specific,
    )


def _weightiest(
    counts: Mapping[str, float],
    rarity: Callable[[str], float],
    *,
    limit: int,
    specific: set[str],
) -> tuple[Weighted, ...]:
    """Return the terms of greatest weight, ties by the term, as shares of their sum."""
    weights = {
        term: count**0.5 * rarity(term) ** _W["rarity"] for term, count in counts.items() if count
    }
    chosen = sorted(weights, key=lambda term: (-weights[term], term))[:limit]
    total = sum(weights[term] for term in chosen)
    return tuple(
        Weighted(term, weights[term] / total, generic=term not in specific)
        for term in chosen
        if total
    )
