"""How common each word and character is: a deterministic file that scores are computed from."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace.core.canonical import canonical_json
from search import bigrams
from search import meaning as meanings
from search.bigrams import Bigrams
from search.lexicon import SEGMENTATION_VERSION
from search.meaning import Meaning
from search.profiles import Profile

_NUMBER = 3
"""Raise it where the same listings give other statistics: older ones are then taken anew."""

KIND = f"{_NUMBER}-{SEGMENTATION_VERSION}"
"""How statistics are taken, and of which words."""


@dataclass(frozen=True)
class Snapshot:
    """Statistics of all public listings of both sides, as they were on one day.

    Mean lengths are those of the capabilities, whose texts are searched for what a demand asks.
    """

    id: str
    as_of: date
    documents: int
    mean_words: float
    mean_characters: float
    word_documents: Mapping[str, int] = field(repr=False)
    character_documents: Mapping[str, int] = field(repr=False)
    content: str = field(repr=False)
    meaning: Meaning | None = field(default=None, repr=False, compare=False)
    bigrams: Bigrams = field(default=bigrams.NONE, repr=False, compare=False)
    kind: str = KIND

    def word_rarity(self, word: str) -> float:
        """Return the inverse document frequency of a word, as BM25 has it."""
        return self._rarity(self.word_documents.get(word, 0))

    def character_rarity(self, character: str) -> float:
        """Return the inverse document frequency of a character, as BM25 has it."""
        return self._rarity(self.character_documents.get(character, 0))

    def to_bytes(self) -> bytes:
        """Return the file: the same statistics give the same bytes."""
        return gzip.compress(self.content.encode(), mtime=0)

    def _rarity(self, found: int) -> float:
        found = min(found, self.documents)
        return math.log(1 + (self.documents - found + 0.5) / (found + 0.5))


def take(
    profiles: Iterable[Profile],
    as_of: date,
    *,
    meaning: Meaning | None = None,
    counted: Bigrams = bigrams.NONE,
) -> Snapshot:
    """Return the statistics of profiles, in whatever order they come, and what vectors need.

    `counted` says how common bigrams are.
    """
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for profile in profiles:
        words.update(list(profile.words))
        characters.update(list(profile.characters))
        totals.update(documents=1)
        if profile.key.startswith("capability:"):
            totals.update(
                capabilities=1, words=profile.word_count, characters=profile.character_count
            )
    return _snapshot(
        canonical_json(
            {
                "as_of": as_of,
                "documents": totals["documents"],
                "capabilities": totals["capabilities"],
                "words": totals["words"],
                "characters": totals["characters"],
                "word_documents": words,
                "character_documents": characters,
                "kind": KIND,
                "bigrams": counted.to_dict(),
                "meaning": None if meaning is None else meaning.to_dict(),
            }
        )
    )


def from_bytes(content: bytes) -> Snapshot:
    """Return the snapshot of a file that `to_bytes` made."""
    return _snapshot(gzip.decompress(content).decode())


def _snapshot(content: str) -> Snapshot:
    """Return the snapshot of canonical JSON, whose digest is its id."""
    values: dict[str, Any] = json.loads(content)
    capabilities = values.get("capabilities", 0)
    meaning = values.get("meaning")
    return Snapshot(
        id=hashlib.sha256(content.encode()).hexdigest()[:16],
        as_of=date.fromisoformat(values["as_of"]),
        documents=values["documents"],
        mean_words=values["words"] / capabilities if capabilities else 1.0,
        mean_characters=values["characters"] / capabilities if capabilities else 1.0,
        word_documents=values["word_documents"],
        character_documents=values["character_documents"],
        content=content,
        bigrams=bigrams.from_dict(values.get("bigrams", {})),
        meaning=None if meaning is None else meanings.from_dict(meaning),
        kind=values.get("kind", ""),
    )
