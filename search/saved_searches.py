"""Saved searches as documents on the opposite side: a listing is one look-up against them.

Each is stored under what must stand in whatever fits it: the rarest of its words, in every wording
of it, else the rarest of its facets. A listing's own tokens and values are looked up, and what that
finds is compared in full. The cost of a listing does not depend on how many searches miss it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from search import facets
from search.engines.protocol import Clause, ListSearch, TextQuery
from search.fitting import OneListing, keys_of
from search.snapshot import Snapshot

Commonness = Callable[[tuple[str, ...]], float]
"""The share of listings, from 0 to 1, in which tokens stand side by side."""


_USUAL_VALUES = 12.0
"""A value of a facet is held by one listing in so many, for want of better knowledge."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Keys under which a search can be stored, and how many listings they are expected in."""

    keys: tuple[tuple[str, str], ...]
    cost: float


class SavedSearches:
    """Searches by their keys, held in memory."""

    def __init__(self, commonness: Commonness) -> None:
        self._commonness = commonness
        self._searches: dict[int, ListSearch] = {}
        self._stored: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._searches)

    def add(self, pk: int, search: ListSearch) -> None:
        """Store a search under a number that was not used before."""
        text = search.text
        if text is not None:  # what only ranks is not needed
            text = replace(text, words=(), characters=(), first=())
        search = replace(search, text=text, facets=())
        self._searches[pk] = search
        for key in self._keys(search):
            self._stored[key].append(pk)

    def fitting(
        self, listing: OneListing, *, now: int, only_clocked: bool = False
    ) -> list[tuple[int, ListSearch]]:
        """Return the searches that show a listing at an instant, by their numbers.

        `only_clocked` leaves out what shows the same at any instant.
        """
        found = ((pk, self._searches[pk]) for pk in sorted(self.candidates(listing)))
        return [
            (pk, search)
            for pk, search in found
            if (not only_clocked or is_clocked(search)) and listing.fits(search, now=now)
        ]

    def candidates(self, listing: OneListing) -> set[int]:
        """Return the numbers of all searches that may show a listing."""
        own = {("", row) for row in listing.rows} | {("w", word) for word in listing.words}
        own |= listing.values

        return {pk for key in self._stored.keys() & own for pk in self._stored[key]}

    def _keys(self, search: ListSearch) -> Iterable[tuple[str, str]]:
        """Return the keys of which whatever fits holds one at least; none where nothing fits."""
        ways = list(self._by_facets(search))
        if search.text is not None:
            if not (search.text.clauses or search.text.strict or search.text.excluded):
                return ()
            ways += self._by_text(search.text)
        return min(ways, key=lambda way: way.cost).keys

    def _by_text(self, text: TextQuery) -> Iterator[_Way]:
        for clause in text.strict:
            yield self._of_clause(clause)
        each = sorted(map(self._of_clause, text.clauses), key=lambda way: way.cost)
        if each and text.required:
            # So many can be missing; one of one more stands.
            needed = each[: len(each) - text.required + 1]
            keys = tuple(key for way in needed for key in way.keys)
            yield _Way(keys, sum(way.cost for way in needed))

    def _of_clause(self, clause: Clause) -> _Way:
        keys, cost = [], 0.0
        for wording in (clause, *clause.others):
            offered = {key: self._commonness(tokens) for key, tokens in keys_of(wording).items()}
            rarest = min(offered, key=lambda key: (offered[key], key))
            keys.append(("" if wording.characters else "w", rarest))
            cost += offered[rarest]
        return _Way(tuple(dict.fromkeys(keys)), cost)

    def _by_facets(self, search: ListSearch) -> Iterator[_Way]:
        for facet, values in search.filters.items():
            if facet in facets.FIELDS and values:
                keys = tuple((facet, value) for value in sorted(values))
                yield _Way(keys, len(keys) / _USUAL_VALUES)
        # Everything of the lists that are asked: a value that every listing has.
        yield _Way(tuple(("list", name) for name in sorted(search.lists)), 1e9)


def is_clocked(search: ListSearch) -> bool:
    """Return whether what a search shows changes by the clock alone."""
    return any(search.filters.get(facet) for facet in facets.CLOCKED)


def commonness_in(snapshot: Snapshot) -> Commonness:
    """Return how common tokens are by the statistics in force."""
    documents = max(snapshot.documents, 1)
    pairs = snapshot.bigrams

    def common(tokens: tuple[str, ...]) -> float:
        least = min(snapshot.character_documents.get(token, 0) for token in tokens) / documents
        if len(tokens) > 1 and all(len(token) == 1 for token in tokens) and pairs.documents:
            counted = pairs.counts.get("".join(tokens), pairs.rare) / pairs.documents
            return min(least, counted)
        return least

    return common
