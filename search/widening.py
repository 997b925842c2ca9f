"""Synonyms in matches: they widen what candidates are looked for by, and never enter a score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from search import text
from search.documents import PARTS, ListingDocument
from search.highlighting import wordings
from search.lexicon import share_of
from search.synonyms import Alternative, Thesaurus

Tokens = tuple[tuple[str, float], ...]
"""Tokens with their weights."""

_ADDED = 24
"""So many words, and so many characters, are added to a listing's own."""

_CUT = 20_000
_READ = 256
"""Listings whose text is kept cut: each is compared with many of the other side."""


@dataclass(frozen=True, slots=True)
class UsedSynonym:
    """A wording of a demand that stands in a capability in another wording."""

    asked: str
    offered: str
    kind: str
    weight: float


def widen(words: Tokens, characters: Tokens, *, synonyms: Thesaurus) -> tuple[Tokens, Tokens]:
    """Return the weighted tokens of a listing with those of its synonyms behind them.

    A wording of several words counts where all of them are asked for; a synonym's tokens weigh as
    much as the weightiest of these, times the edge. What is asked for anyway keeps its weight.
    """
    asked, letters = dict(words), dict(characters)
    more_words: defaultdict[str, float] = defaultdict(float)
    more_letters: defaultdict[str, float] = defaultdict(float)
    for units, alternatives in synonyms.wordings_of(asked):
        own = max(asked[unit] for unit in units)
        beside = max((letters.get(c, 0.0) for unit in units for c in text.letters(unit)), default=0)
        for one in alternatives:
            for word in one.words:
                more_words[word] = max(more_words[word], own * one.weight * share_of(word))
            for letter in one.letters:
                more_letters[letter] = max(more_letters[letter], beside * one.weight)
    return _added(words, more_words), _added(characters, more_letters)


def used_between(
    demand: ListingDocument, capability: ListingDocument, *, synonyms: Thesaurus
) -> tuple[UsedSynonym, ...]:
    """Return the wordings of a demand that the capability has in another wording alone."""
    offered = _read(capability)
    found: dict[tuple[str, str], UsedSynonym] = {}
    for source, one in _wordings(demand, synonyms):
        pair = (source, one.text)
        if pair not in found and _stands(one.text, offered) and not _stands(source, offered):
            found[pair] = UsedSynonym(source, one.text, one.kind, one.weight)
    return tuple(found.values())


@lru_cache(maxsize=_READ)
def _wordings(demand: ListingDocument, synonyms: Thesaurus) -> tuple[tuple[str, Alternative], ...]:
    contents = [getattr(demand, part)[:_CUT] for part in PARTS]
    return tuple(
        (expansion.text, one)
        for content in contents
        for expansion in synonyms.expand(text.cut(content).units, content)
        for one in expansion.alternatives
    )


@dataclass(frozen=True, slots=True)
class _Offered:
    """A capability's text, read once for the many wordings that are looked for."""

    words: frozenset[str]
    parts: tuple[text.NormalText, ...]


@lru_cache(maxsize=_READ)
def _read(capability: ListingDocument) -> _Offered:
    parts = [getattr(capability, part)[:_CUT] for part in PARTS]
    words = (word.text for part in parts for word in text.cut(part).words)
    return _Offered(frozenset(words), tuple(map(text.normalise, parts)))


def _stands(wording: str, offered: _Offered) -> bool:
    return wording in offered.words or any(
        True for part in offered.parts for _ in wordings(part, wording)
    )


def _added(own: Tokens, more: dict[str, float]) -> Tokens:
    known = {token for token, _ in own}
    new = [(token, weight) for token, weight in more.items() if token not in known and weight > 0]
    new.sort(key=lambda token: (-token[1], token[0]))
    return (*own, *new[:_ADDED])
