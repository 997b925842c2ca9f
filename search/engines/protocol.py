"""What an engine does: candidates, filters and counts. Scores of pairs are not its business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.documents import Encoded, ListingDocument
from search.marks import Mark
from search.packing import Shelf
from search.profiles import Profile

CANDIDATES = 200
"""How many candidates each of the queries gives."""


class EngineUnavailable(Exception):
    """The engine does not answer, or has no build to answer from."""


class Sort(StrEnum):
    """Orders of a list."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    DEADLINE = "deadline"
    BUDGET = "budget"


Filters = Mapping[str, frozenset[str]]
"""Chosen values by facet: one of a facet's values must fit, and every facet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A word of a typed text: it fits as a word, or as its characters one after the other.

    What is no single word has an empty `word`, and fits as its characters alone.

    Each of its `others`, synonyms of it or of the phrase that it stands in, fits in its place.
    """

    word: str
    characters: tuple[str, ...]
    others: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuery:
    """A typed text: `required` of the clauses must fit, and the weighted tokens rank what fits.

    Each `strict` clause must fit too, and none that is `excluded`. What holds one of the rows of
    characters in `first` comes before all else.
    """

    clauses: tuple[Clause, ...]
    required: int
    words: tuple[tuple[str, float], ...]
    characters: tuple[tuple[str, float], ...]
    strict: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class QueryVector:
    """What neighbours are looked for, among the vectors of one model; of any length but zero."""

    model: str
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateQuery:
    """The weighted tokens of a listing, asked for in the lists of the other side, and its vector.

    Without a vector there are no neighbours among the candidates.
    """

    lists: frozenset[str]
    words: tuple[tuple[str, float], ...]
    characters: tuple[tuple[str, float], ...]
    now: int
    vector: QueryVector | None = None
    filters: Filters = field(default_factory=dict)
    size: int = CANDIDATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSearch:
    """A page of one list: the text, the filters, the facets to count, the order."""

    lists: frozenset[str]
    now: int
    text: TextQuery | None = None
    filters: Filters = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


Hits = tuple[tuple[str, float], ...]
"""Keys with their scores, best first: by the score rounded to 1e-4, then by the key."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best listings by words, by characters and by the cosine of vectors."""

    words: Hits
    characters: Hits
    vectors: Hits = ()

    def keys(self) -> tuple[str, ...]:
        """Return each candidate once, those by words first."""
        every = (*self.words, *self.characters, *self.vectors)
        return tuple(dict.fromkeys(key for key, _ in every))


@dataclass(frozen=True, slots=True)
class Page:
    """Keys of one page, the number of all hits, and the counts of each facet's values."""

    keys: tuple[str, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Held:
    """What the index says it holds of a listing."""

    key: str
    version: int
    visible: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """How many documents were written, and how many were not newer than what stands there."""

    written: int
    skipped: int


def newest(documents: Iterable[ListingDocument]) -> dict[str, ListingDocument]:
    """Return the newest document of each key."""
    found: dict[str, ListingDocument] = {}
    for document in documents:
        standing = found.get(document.key)
        if standing is None or document.version > standing.version:
            found[document.key] = document
    return found


class Engine(Protocol):
    """One build of the index. Every method raises EngineUnavailable when it cannot answer."""

    name: str

    def write(self, documents: Iterable[ListingDocument], *, repair: bool = False) -> Written:
        """Write documents that are newer than what stands there; with `repair`, as new ones too.

        What was written is found by the next call, in every process.
        """

    def set_vectors(self, encoded: Sequence[Encoded]) -> None:
        """Give visible listings that it holds their vectors; what is said of them stays."""

    def encoded(self, model: str) -> Iterator[tuple[str, str]]:
        """Yield the key of every vector of a model, and the digest of its text."""

    def vector_count(self, model: str) -> int:
        """Return how many vectors of a model it holds."""

    def vectors(self, keys: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
        """Return vectors of listings by key, none where an engine cannot read them quickly."""

    def candidates(self, query: CandidateQuery) -> Candidates:
        """Return the visible listings that share most with the weighted tokens, or are nearest."""

    def search(self, query: ListSearch) -> Page:
        """Return a page of visible listings; a page behind the last is empty."""

    def totals(self, queries: Sequence[ListSearch]) -> list[int]:
        """Return how many listings each query finds, whatever page it asks for, in one go."""

    def profiles(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Return the profiles of the keys that it holds, hidden ones left out."""

    def shelf(self, keys: Sequence[str]) -> Shelf:
        """Return what scores read of the same, and no more, in no particular order."""

    def documents(self, keys: Sequence[str]) -> dict[str, ListingDocument]:
        """Return the documents of the keys that it holds, hidden ones too."""

    def held(self) -> Iterator[Held]:
        """Yield what it holds of every listing, hidden ones too, in no particular order."""

    def count(self) -> int:
        """Return how many visible listings it holds."""

    def deleted_share(self) -> float:
        """Return the share of overwritten documents that its statistics still count, from 0 to 1.

        0 where they are so few that they change nothing.
        """

    def expunge(self) -> bool:
        """Drop what was overwritten; return whether this engine can, else only a rebuild does."""

    def mark(self) -> Mark:
        """Return how far it has come."""

    def set_mark(self, mark: Mark) -> None:
        """Write how far it has come; call after the documents were written."""


class Builds(Protocol):
    """The builds of the index: one serves, others are being made or kept for a return."""

    def names(self) -> list[str]:
        """Return the names of all builds, oldest first."""

    def serving(self) -> str | None:
        """Return the name of the build that answers, None before the first."""

    def current(self) -> Engine:
        """Return the serving build; EngineUnavailable before the first."""

    def create(self, name: str) -> Engine:
        """Return a new empty build; what an earlier try of the same name left is removed."""

    def open(self, name: str) -> Engine:
        """Return a build; EngineUnavailable where it does not stand."""

    def serve(self, name: str) -> None:
        """Let a build answer from now on, in one step and in every process."""

    def drop(self, name: str) -> None:
        """Remove a build that does not serve."""

    def health(self) -> str:
        """Return one line about the engine; EngineUnavailable when it does not answer."""
