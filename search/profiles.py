"""What the scorer reads of a listing: counted tokens and a few facts, cheap to load."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from search import packing, text
from search.documents import PARTS, ListingDocument
from search.lexicon import PLACES, is_stop_word
from search.packing import Shelf

_PART_WEIGHTS: Mapping[str, float] = {"title": 2.0, "summary": 2.0, "body": 1.0, "context": 0.5}
_BARRIER = f" {text.NOTHING} "
"""Stands between two parts, so that no phrase runs from one into the other."""

_FACTS = ("domains", "industries", "industry_tops", "districts", "qualifications")


class Counted(Mapping[str, int]):
    """Counts of words or of characters by their text."""

    def __init__(self, kind: str, counts: Mapping[int, int], names: Sequence[str]) -> None:
        self._kind, self._counts, self._names = kind, counts, names

    def __getitem__(self, name: str) -> int:
        """Return how often it stands there."""
        return self._counts[packing.token_id(self._kind, name)]

    def __iter__(self) -> Iterator[str]:
        """Yield the texts."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._names)


@dataclass(frozen=True)
class Profile:
    """The counted words and characters of a listing, and the facts that a score reads.

    `packed` is what a capability is scored by, many at once. `wording` is the same in words: what
    a demand asks for, and what statistics count.
    """

    packed: bytes
    wording: bytes

    @property
    def key(self) -> str:
        """The key of the listing."""
        return self.shelf.keys()[0]

    @property
    def version(self) -> int:
        """The version of its document."""
        return self.column("version")

    @property
    def word_count(self) -> int:
        """How many words its text has."""
        return self.column("words")

    @property
    def character_count(self) -> int:
        """How many characters its text has."""
        return self.column("characters")

    @cached_property
    def words(self) -> Counted:
        """How often each word stands in the text."""
        return Counted(packing.WORD, self._counts, self._said["words"].split())

    @cached_property
    def characters(self) -> Counted:
        """How often each character stands in the text."""
        return Counted(packing.CHARACTER, self._counts, self._said["characters"].split())

    @property
    def terms(self) -> Mapping[str, float]:
        """The words that can be asked for, counted by the weight of the part they stand in."""
        return dict(zip(self._said["terms"].split(), self._said["weights"], strict=True))

    def names(self, fact: str) -> tuple[str, ...]:
        """Return the terms of a vocabulary that the listing carries, by the field's name."""
        return tuple(self._said[fact])

    def column(self, name: str) -> int:
        """Return a plain fact."""
        return int(self.shelf.header[name][0])

    @cached_property
    def shelf(self) -> Shelf:
        """The listing as the only one of a shelf."""
        return Shelf([self.packed])

    @cached_property
    def _counts(self) -> Mapping[int, int]:
        columns = self.shelf.columns
        return dict(zip(columns.tokens().tolist(), columns.counts.tolist(), strict=True))

    @cached_property
    def _said(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.wording)
        return found


@dataclass(frozen=True)
class Analysis:
    """A document's text, segmented once: its profile and the values of the engines' text fields."""

    profile: Profile
    fields: Mapping[str, str]


def analyse(document: ListingDocument) -> Analysis:
    """Segment a document; every engine indexes these very tokens."""
    cuts = cuts_of(document)
    return Analysis(_profile(document, cuts), fields_of(document, cuts))


def cuts_of(document: ListingDocument) -> Mapping[str, text.PlainCut]:
    """Return the parts of a document's text, segmented."""
    return {part: text.cut_plainly(getattr(document, part)) for part in PARTS}


def fields_of(document: ListingDocument, cuts: Mapping[str, text.PlainCut]) -> Mapping[str, str]:
    """Return the values of the engines' text fields."""
    names = text.cut_plainly(f"{document.names} {document.number}")
    return {
        "words": _BARRIER.join(text.joined(cut.words) for cut in cuts.values()),
        "characters": _BARRIER.join(text.joined(cut.characters) for cut in cuts.values()),
        "title_words": text.joined(cuts["title"].words),
        "name_words": text.joined(names.words),
        "name_characters": text.joined(names.characters),
    }


def _profile(document: ListingDocument, cuts: Mapping[str, text.PlainCut]) -> Profile:
    """Return the counts of the cut parts beside the document's facts."""
    words = Counter(chain.from_iterable(cut.words for cut in cuts.values()))
    characters = Counter(chain.from_iterable(cut.characters for cut in cuts.values()))
    units: defaultdict[str, float] = defaultdict(float)
    for part, cut in cuts.items():
        weight = _PART_WEIGHTS[part]
        for unit in cut.units:
            units[unit] += weight
    terms = {unit: weight for unit, weight in units.items() if is_term(unit)}
    said: dict[str, Any] = {
        "words": " ".join(words),
        "characters": " ".join(characters),
        "terms": " ".join(terms),
        "weights": list(terms.values()),
    }
    said |= {name: getattr(document, name) for name in _FACTS}
    return Profile(
        packed=packing.pack(document, words=words, characters=characters),
        wording=json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(),
    )


@lru_cache(maxsize=256)
def profile_of(document: ListingDocument) -> Profile:
    """Return the profile of a document."""
    return analyse(document).profile


@lru_cache(maxsize=65_536)
def is_term(word: str) -> bool:
    """Return whether a word can be asked for: no form word, no place, no bare number."""
    is_number = word.replace(".", "").isdecimal()
    return not (is_number or word in PLACES or is_stop_word(word))
