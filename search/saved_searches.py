"""Saved searches as documents on the opposite side: a new listing is one query against them.

What searches ask for is kept once: each wording of a clause under the rarest of its tokens, each
choice of a facet under its values, both with the searches that ask for it. A listing's own tokens
and values find what of that stands in it; counting tells the searches of which enough does.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from search import facets
from search.engines.protocol import Clause, ListSearch, TextQuery
from search.fitting import OneListing, keys_of
from search.snapshot import Snapshot

Commonness = Callable[[tuple[str, ...]], float]
"""The share of listings, from 0 to 1, in which tokens stand side by side."""

_Key = str | tuple[str, str]
"""Characters in line, or a facet with a value; a word without characters has a facet's form."""

_WORD = "w"
_Choice = frozenset[tuple[str, str]]
"""Values of a facet of which a listing must have one."""

_NEVER = 2**30
Part = TypeVar("Part")


@dataclass(slots=True)
class _Parts(Generic[Part]):
    """Parts of searches, each once and numbered, with the keys that lead to them."""

    numbers: dict[Part, int] = field(default_factory=dict)
    every: list[Part] = field(default_factory=list)
    by_key: defaultdict[_Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def number(self, part: Part, keys: Callable[[Part], Iterable[_Key]]) -> int:
        """Return a part's number; a new one is put under its keys."""
        found = self.numbers.setdefault(part, len(self.every))
        if found == len(self.every):
            self.every.append(part)
            for key in keys(part):
                self.by_key[key].append(found)
        return found

    def under(self, own: AbstractSet[_Key]) -> set[int]:
        """Return the numbers of the parts that some keys lead to."""
        return {number for key in self.by_key.keys() & own for number in self.by_key[key]}


class _Askers:
    """Which searches ask for a part, by the part's number."""

    def __init__(self) -> None:
        self._by_part: defaultdict[int, array[int]] = defaultdict(lambda: array("i"))

    def add(self, parts: Iterable[int], search: int) -> None:
        """Note that a search asks for parts."""
        for part in parts:
            self._by_part[part].append(search)

    def counted(self, parts: Iterable[int], *, among: int) -> NDArray[np.intp]:
        """Return how many of some parts each of the searches asks for."""
        each = [
            np.frombuffer(self._by_part[part], dtype=np.int32)
            for part in parts
            if part in self._by_part
        ]
        asked = np.concatenate(each) if each else np.zeros(0, dtype=np.int32)
        return np.bincount(asked, minlength=among)


class SavedSearches:
    """Searches by what they ask for, held in memory; safe to use from several threads."""

    def __init__(self, commonness: Commonness) -> None:
        self._commonness = commonness
        self._lock = Lock()
        self._searches: list[tuple[int, ListSearch]] = []
        self._clauses: _Parts[Clause] = _Parts()
        self._choices: _Parts[_Choice] = _Parts()
        self._wanted, self._strict, self._excluded = _Askers(), _Askers(), _Askers()
        self._chosen = _Askers()
        # How many clauses must stand, and how many strict ones and choices, by search.
        self._required, self._needed = array("i"), array("i")
        self._clocked: set[int] = set()
        self._has_words = False

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._searches)

    def add(self, pk: int, search: ListSearch) -> None:
        """Store a search under a number."""
        with self._lock:
            at = len(self._searches)
            text = search.text or TextQuery(clauses=(), required=0, words=(), characters=())
            groups = [
                [self._clauses.number(one, self._keys) for one in clauses]
                for clauses in (text.clauses, text.strict, text.excluded)
            ]
            for askers, parts in zip(
                (self._wanted, self._strict, self._excluded), groups, strict=True
            ):
                askers.add(parts, at)
            choices = [self._choices.number(one, iter) for one in _choices(search)]
            self._chosen.add(choices, at)
            says_nothing = search.text is not None and not any(groups)
            required = text.required if text.clauses else 0
            self._required.append(_NEVER if says_nothing else required)
            self._needed.append(len(text.strict) + len(choices))
            self._searches.append((pk, self._shared(search, groups)))
            if any(search.filters.get(facet) for facet in facets.CLOCKED):
                self._clocked.add(at)

    def fitting(
        self, listing: OneListing, *, now: int, only_clocked: bool = False
    ) -> list[tuple[int, ListSearch]]:
        """Return the searches that show a listing at an instant, by their numbers.

        `only_clocked` leaves out what shows the same at any instant.
        """
        if not listing.document.visible:
            return []
        with self._lock:
            saying = self._saying(listing)
            plain = [] if only_clocked else [self._searches[at] for at in saying - self._clocked]
            clocked = [self._searches[at] for at in saying & self._clocked]
        return sorted(
            [*plain, *(one for one in clocked if listing.fits(one[1], now=now))],
            key=lambda found: found[0],
        )

    def _saying(self, listing: OneListing) -> set[int]:
        """Return the places of the searches that a listing fits, whatever the clock says."""
        every = self._clauses.every
        named = self._clauses.under(listing.rows)
        if self._has_words:
            named |= self._clauses.under({(_WORD, word) for word in listing.words})
        standing = [one for one in named if listing.stands(every[one])]
        size = len(self._searches)
        enough = self._wanted.counted(standing, among=size) >= np.frombuffer(
            self._required, dtype=np.int32
        )
        needed = self._strict.counted(standing, among=size)
        needed += self._chosen.counted(self._choices.under(listing.values), among=size)
        enough &= needed == np.frombuffer(self._needed, dtype=np.int32)
        enough &= self._excluded.counted(standing, among=size) == 0
        return set(np.flatnonzero(enough).tolist())

    def _keys(self, clause: Clause) -> list[_Key]:
        """Return keys of which a listing that a clause stands in holds one at least."""
        found: list[_Key] = []
        for wording in (clause, *clause.others):
            offered = keys_of(wording)
            rarest = min(offered, key=lambda key: (self._commonness(offered[key]), key))
            found.append(rarest if wording.characters else (_WORD, rarest))
            self._has_words |= not wording.characters
        return list(dict.fromkeys(found))

    def _shared(self, search: ListSearch, groups: list[list[int]]) -> ListSearch:
        """Return a search that shares its clauses with all others, without what only ranks."""
        if search.text is None:
            return replace(search, facets=())
        every = self._clauses.every
        clauses, strict, excluded = (tuple(every[one] for one in group) for group in groups)
        text = TextQuery(
            clauses=clauses,
            required=search.text.required,
            words=(),
            characters=(),
            strict=strict,
            excluded=excluded,
        )
        return replace(search, text=text, facets=())


def _choices(search: ListSearch) -> list[_Choice]:
    """Return the values of which a listing must have one, for each facet that it says itself."""
    lists = frozenset(("list", one) for one in search.lists)
    return [lists] + [
        frozenset((facet, value) for value in values)
        for facet, values in search.filters.items()
        if facet in facets.FIELDS and values
    ]


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
