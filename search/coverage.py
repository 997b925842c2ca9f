"""How much of what a demand asks for stands in a capability's text."""

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


def coverage(asked: Asked, capability: Profile, *, snapshot: Snapshot) -> float:
    """Return how much is covered, from 0 to below 1.

    Generic words add at most as much as specific ones: they prove nothing on their own.
    """
    words = _found(
        asked.words,
        capability.words,
        damping=_damping(capability.word_count, snapshot.mean_words),
    )
    characters = _found(
        asked.characters,
        capability.characters,
        damping=_damping(capability.character_count, snapshot.mean_characters),
    )
    specific = _W["words"] * words[0] + _W["characters"] * characters[0]
    generic = _W["words"] * words[1] + _W["characters"] * characters[1]
    return generic if asked.only_generic else specific + min(generic, specific)


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


def _found(
    asked: tuple[Weighted, ...], counts: Mapping[str, int], *, damping: float
) -> tuple[float, float]:
    """Return the covered shares of specific and of generic terms."""
    specific = generic = 0.0
    for term in asked:
        count = counts.get(term.text)
        if count is None:
            continue
        found = term.share * count / (count + damping)
        if term.generic:
            generic += found
        else:
            specific += found
    return specific, generic


def _damping(length: int, mean: float) -> float:
    """Return what a count is damped by: BM25's saturation, more in a longer text."""
    return _W["saturation"] * (1 - _W["length"] + _W["length"] * length / (mean or 1.0))
