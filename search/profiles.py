"""What the scorer reads of a listing: counted tokens and a few facts, cheap to load."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from search import text
from search.documents import PARTS, ListingDocument
from search.lexicon import PLACES, is_stop_word

_PART_WEIGHTS: Mapping[str, float] = {"title": 2.0, "summary": 2.0, "body": 1.0, "context": 0.5}
_BARRIER = f" {text.NOTHING} "
"""Stands between two parts, so that no phrase runs from one into the other."""

_FACTS = (
    "domains",
    "industries",
    "industry_tops",
    "districts",
    "everywhere",
    "qualifications",
    "maturity",
    "first_of_kind",
    "cases",
    "budget_low",
    "budget_high",
    "confirmed_at",
)


_LISTED = ("domains", "industries", "industry_tops", "districts", "qualifications")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The counted words and characters of a listing, and the facts that a score reads.

    `terms` are the words that can be asked for, counted by the weight of the part they stand in.
    """

    key: str
    version: int
    words: Mapping[str, int]
    characters: Mapping[str, int]
    terms: Mapping[str, float]
    word_count: int
    character_count: int
    domains: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    industry_tops: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    everywhere: bool = False
    qualifications: tuple[str, ...] = ()
    maturity: str = ""
    first_of_kind: str = ""
    cases: int = 0
    budget_low: int | None = None
    budget_high: int | None = None
    confirmed_at: int | None = None

    def to_json(self) -> str:
        """Return the profile as JSON for the engine's store."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Analysis:
    """A document's text, segmented once: its profile and the values of the engines' text fields."""

    profile: Profile
    fields: Mapping[str, str]


def analyse(document: ListingDocument) -> Analysis:
    """Segment a document; every engine indexes these very tokens."""
    cuts = {part: text.cut_plainly(getattr(document, part)) for part in PARTS}
    names = text.cut_plainly(f"{document.names} {document.number}")
    fields = {
        "words": _BARRIER.join(text.joined(cut.words) for cut in cuts.values()),
        "characters": _BARRIER.join(text.joined(cut.characters) for cut in cuts.values()),
        "title_words": text.joined(cuts["title"].words),
        "name_words": text.joined(names.words),
        "name_characters": text.joined(names.characters),
    }
    return Analysis(_profile(document, cuts), fields)


def _profile(document: ListingDocument, cuts: Mapping[str, text.PlainCut]) -> Profile:
    """Return the counts of the cut parts beside the document's facts."""
    words = Counter(chain.from_iterable(cut.words for cut in cuts.values()))
    characters = Counter(chain.from_iterable(cut.characters for cut in cuts.values()))
    terms: defaultdict[str, float] = defaultdict(float)
    for part, cut in cuts.items():
        for unit in cut.units:
            if is_term(unit):
                terms[unit] += _PART_WEIGHTS[part]
    return Profile(
        key=document.key,
        version=document.version,
        words=dict(words),
        characters=dict(characters),
        terms=dict(terms),
        word_count=words.total(),
        character_count=characters.total(),
        **{name: getattr(document, name) for name in _FACTS},
    )


@lru_cache(maxsize=256)
def profile_of(document: ListingDocument) -> Profile:
    """Return the profile of a document."""
    return analyse(document).profile


@lru_cache(maxsize=1_024)
def from_json(content: str) -> Profile:
    """Return the profile that `to_json` wrote."""
    values: dict[str, Any] = json.loads(content)
    for name in _LISTED:
        values[name] = tuple(values[name])
    return Profile(**values)


@lru_cache(maxsize=65_536)
def is_term(word: str) -> bool:
    """Return whether a word can be asked for: no form word, no place, no bare number."""
    is_number = word.replace(".", "").isdecimal()
    return not (is_number or word in PLACES or is_stop_word(word))
