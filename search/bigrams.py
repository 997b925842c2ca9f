"""Characters two by two, and four: how a typed text stands in a listing, however it is cut."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from search import text
from search.documents import PARTS, ListingDocument
from search.lexicon import QUESTIONS

_SAMPLED = 10_000
_RARE = 0.0005
_BREAK = "\n"
_RUN = 4
_STOP = "。"


@dataclass(frozen=True)
class Bigrams:
    """In how many of `documents` listings each bigram stands, and how long they are on average.

    Rare ones are not listed: those stand in `rare` listings.
    """

    documents: int = 0
    mean: float = 1.0
    rare: float = 0.5
    counts: Mapping[str, int] = field(default_factory=dict, repr=False)

    def rarity(self, bigram: str) -> float:
        """Return the inverse document frequency of a bigram, as BM25 has it."""
        found = min(float(self.counts.get(bigram, self.rare)), float(self.documents))
        return math.log(1 + (self.documents - found + 0.5) / (found + 0.5))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return dict(vars(self))


NONE = Bigrams()
"""What is known before any listing was counted."""


def from_dict(values: Mapping[str, Any]) -> Bigrams:
    """Return the bigrams of plain values."""
    return Bigrams(**values)


def sampled(keys: Iterable[str]) -> list[str]:
    """Return the keys of the listings that are counted: those first by their digest."""
    return sorted(keys, key=lambda key: hashlib.sha256(key.encode()).hexdigest())[:_SAMPLED]


def count(documents: Iterable[ListingDocument]) -> Bigrams:
    """Return how common bigrams are in listings, in whatever order they come."""
    counts: Counter[str] = Counter()
    total = letters = 0
    for document in documents:
        plain = plain_text(document)
        counts.update(set(bigrams(plain)))
        letters += len(plain)
        total += 1
    # What stands in a few listings only is rare enough, and there is no end of it.
    least = max(2, math.ceil(_RARE * total))
    return Bigrams(
        documents=total,
        mean=letters / total if total else 1.0,
        rare=least / 2,
        counts={bigram: found for bigram, found in counts.items() if found >= least},
    )


def plain_text(document: ListingDocument, *more: str) -> str:
    """Return the whole text of a listing in normal form without blanks, parts apart."""
    parts = (*(getattr(document, part) for part in PARTS), *more)
    return _BREAK.join("".join(text.normalise(part).text.split()) for part in parts)


def bigrams(plain: str) -> list[str]:
    """Return the pairs of neighbours in a plain text that both belong to words."""
    return [left + right for left, right in pairwise(plain) if left.isalnum() and right.isalnum()]


def runs(plain: str) -> list[str]:
    """Return the stretches of four characters that all belong to words: whole wordings."""
    stretches = (plain[at : at + _RUN] for at in range(len(plain) - _RUN + 1))
    return [stretch for stretch in stretches if stretch.isalnum()]


def asking_left_out(typed: str) -> str:
    """Return a typed text in normal form without blanks; what only asks parts it."""
    at, kept = 0, list[str]()
    for unit in text.cut(typed).units:
        if unit.text in QUESTIONS:
            kept += (typed[at : unit.start], _STOP)
            at = unit.end
    return "".join(text.normalise("".join((*kept, typed[at:]))).text.split())
