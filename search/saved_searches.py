"""Saved searches as documents on the opposite side: a listing is one look-up against them.

Each is stored under what must stand in whatever fits it: the rarest of its words, in every wording
of it, else the rarest of its facets. A listing's own tokens and values are looked up, and what that
finds is compared in full, each word once however many searches ask for it. What a listing costs
does not depend on how many searches miss it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from search import facets
from search.engines.protocol import Clause, ListSearch, TextQuery
from search.fitting import OneListing, keys_of
from search.snapshot import Snapshot

Commonness = Callable[[tuple[str, ...]], float]
"""The share of listings, from 0 to 1, in which tokens stand side by side."""

_USUAL_VALUES = 12.0
"""A value of a facet is held by one listing in so many, for want of better knowledge."""

_TEXT, _WORD = "", "w"
_Key = tuple[str, str]
"""Where a key is looked for (characters in line, a word, or a facet), and the key."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Keys under which a search can be stored, and how many listings they are expected in."""

    keys: tuple[_Key, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Stored:
    """A search ready to be compared: its clauses by number, its facets' values as keys.

    `choices` are those that a listing says, `is_clocked` whether others are left to the clock.
    """

    search: ListSearch
    clauses: tuple[int, ...]
    required: int
    strict: tuple[int, ...]
    excluded: tuple[int, ...]
    choices: tuple[frozenset[_Key], ...]
    is_clocked: bool


@dataclass(slots=True)
class _Clauses:
    """Clauses, each once: many searches ask for the same words."""

    numbers: dict[Clause, int] = field(default_factory=dict)
    every: list[Clause] = field(default_factory=list)

    def number(self, clause: Clause) -> int:
        """Return a clause's number."""
        found = self.numbers.setdefault(clause, len(self.every))
        if found == len(self.every):
            self.every.append(clause)
        return found


class SavedSearches:
    """Searches by their keys, held in memory."""

    def __init__(self, commonness: Commonness) -> None:
        self._commonness = commonness
        self._clauses = _Clauses()
        self._searches: dict[int, _Stored] = {}
        self._stored: defaultdict[_Key, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._searches)

    def add(self, pk: int, search: ListSearch) -> None:
        """Store a search under a number that was not used before."""
        text = search.text
        if text is not None:  # what only ranks is not needed
            text = replace(text, words=(), characters=(), first=())
        search = replace(search, text=text, facets=())
        self._searches[pk] = self._ready(search)
        for key in self._keys(search):
            self._stored[key].append(pk)

    def fitting(
        self, listing: OneListing, *, now: int, only_clocked: bool = False
    ) -> list[tuple[int, ListSearch]]:
        """Return the searches that show a listing at an instant, by their numbers.

        `only_clocked` leaves out what shows the same at any instant.
        """
        if not listing.document.visible:
            return []
        compared = _Compared(listing, self._clauses.every, now=now)
        found = ((pk, self._searches[pk]) for pk in sorted(self.candidates(listing)))
        return [
            (pk, stored.search)
            for pk, stored in found
            if (stored.is_clocked or not only_clocked) and compared.fits(stored)
        ]

    def candidates(self, listing: OneListing) -> set[int]:
        """Return the numbers of all searches that may show a listing."""
        own = {(_TEXT, row) for row in listing.rows} | {(_WORD, word) for word in listing.words}
        own |= listing.values
        return {pk for key in self._stored.keys() & own for pk in self._stored[key]}

    def _ready(self, search: ListSearch) -> _Stored:
        text = search.text or TextQuery(clauses=(), required=0, words=(), characters=())
        chosen = {facet: values for facet, values in search.filters.items() if values}
        choices = [frozenset(("list", one) for one in search.lists)]
        for facet, values in chosen.items():
            if facet in facets.FIELDS:
                choices.append(frozenset((facet, value) for value in values))
        number = self._clauses.number
        return _Stored(
            search=search,
            clauses=tuple(map(number, text.clauses)),
            required=text.required if text.clauses else 0,
            strict=tuple(map(number, text.strict)),
            excluded=tuple(map(number, text.excluded)),
            choices=tuple(choices),
            is_clocked=any(facet in facets.CLOCKED for facet in chosen),
        )

    def _keys(self, search: ListSearch) -> Iterable[_Key]:
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
            keys.append((_TEXT if wording.characters else _WORD, rarest))
            cost += offered[rarest]
        return _Way(tuple(dict.fromkeys(keys)), cost)

    def _by_facets(self, search: ListSearch) -> Iterator[_Way]:
        for facet, values in search.filters.items():
            if facet in facets.FIELDS and values:
                keys = tuple((facet, value) for value in sorted(values))
                yield _Way(keys, len(keys) / _USUAL_VALUES)
        # Everything of the lists that are asked: a value that every listing has.
        yield _Way(tuple(("list", name) for name in sorted(search.lists)), 1e9)


class _Compared:
    """Compares stored searches with one listing at one instant."""

    def __init__(self, listing: OneListing, clauses: list[Clause], *, now: int) -> None:
        self._listing, self._clauses, self._now = listing, clauses, now
        self._values = listing.values
        self._known: dict[int, bool] = {}

    def fits(self, stored: _Stored) -> bool:
        """Return whether a search shows the listing."""
        return (
            not any(map(self._values.isdisjoint, stored.choices))
            and self._says(stored)
            and (not stored.is_clocked or self._listing.fits(stored.search, now=self._now))
        )

    def _says(self, stored: _Stored) -> bool:
        stands = self._stands
        return (
            sum(map(stands, stored.clauses)) >= stored.required
            and all(map(stands, stored.strict))
            and not any(map(stands, stored.excluded))
        )

    def _stands(self, number: int) -> bool:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._listing.stands(self._clauses[number])
        return known


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
