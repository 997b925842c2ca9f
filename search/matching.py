"""Which capabilities fit a demand, and the other way round: candidates, then one scorer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.listings.gates import Gate
from search import calibration, queries
from search.documents import CAPABILITY_LISTS, DEMAND_LISTS, ListingDocument, order_of
from search.encoders.protocol import Role
from search.engines.protocol import CandidateQuery, Engine, Filters, QueryVector
from search.explanation import Explanation, explain
from search.meaning import Sense
from search.profiles import Profile, profile_of
from search.scorer import Compared, Score, Scorer
from search.synonyms import NONE, Thesaurus
from search.widening import widen

VectorSource = Callable[[Collection[str]], Mapping[str, NDArray[np.float32]]]
"""Gives the vectors of listings by key, by the model of the scorer's snapshot."""

_Listing = tuple[Profile, Sense | None]


@dataclass(frozen=True, slots=True)
class Match:
    """A listing of the other side, with the score of the pair."""

    key: str
    score: Score

    @property
    def pk(self) -> int:
        """The listing's primary key."""
        return order_of(self.key)[1]


class Matcher:
    """Finds and explains matches by one build of the index and one snapshot.

    Without a source of vectors only words are compared. Synonyms widen the candidates and are named
    in explanations; they enter no score.
    """

    def __init__(
        self,
        engine: Engine,
        scorer: Scorer,
        *,
        vectors: VectorSource | None = None,
        synonyms: Thesaurus = NONE,
    ) -> None:
        self._synonyms = synonyms
        self.engine = engine
        self.scorer = scorer
        self._vectors = vectors if scorer.snapshot.meaning is not None else None

    def capabilities_for(
        self, demand: ListingDocument, *, now: int, limit: int = 20, filters: Filters | None = None
    ) -> tuple[Match, ...]:
        """Return the capabilities that fit a demand best."""
        return _fitting(self.ranked(demand, now=now, filters=filters), limit)

    def demands_for(
        self,
        capability: ListingDocument,
        *,
        now: int,
        limit: int = 20,
        filters: Filters | None = None,
    ) -> tuple[Match, ...]:
        """Return the demands that a capability fits best, scored as from the demand's side."""
        return _fitting(self.ranked(capability, now=now, filters=filters), limit)

    def ranked(
        self, listing: ListingDocument, *, now: int, filters: Filters | None = None
    ) -> list[Match]:
        """Return every candidate of the other side, best first, whether it fits or not."""
        own = self._listing(listing)
        vector = self._own_vector(listing.key)
        lists = CAPABILITY_LISTS if listing.kind == "demand" else DEMAND_LISTS
        sent = queries.sent(self.scorer.asked(own[0]))
        words, characters = widen(*sent, synonyms=self._synonyms)
        query = CandidateQuery(
            lists=lists,
            words=words,
            characters=characters,
            now=now,
            vector=self._asked(vector, _role(listing.key)),
            filters=filters or {},
        )
        found = self._found(self.engine.candidates(query).keys())
        if listing.kind == "demand":
            scores = self._scores([own] * len(found), found)
        else:
            scores = self._scores(found, [own] * len(found))
        matches = [Match(one[0].key, score) for one, score in zip(found, scores, strict=True)]
        return sorted(matches, key=lambda match: (-match.score.total, order_of(match.key)))

    def score(self, demand: ListingDocument, capability: ListingDocument) -> Score:
        """Return the score of a pair."""
        return next(self._scores([self._listing(demand)], [self._listing(capability)]))

    def explain(
        self,
        demand: ListingDocument,
        capability: ListingDocument,
        *,
        gates: Sequence[Gate] = (),
    ) -> Explanation:
        """Return why a pair fits, with the results of its gates."""
        (compared,) = self.compared([(demand.key, capability.key)])
        return explain(
            demand,
            capability,
            scorer=self.scorer,
            compared=compared,
            gates=gates,
            synonyms=self._synonyms,
        )

    def compared(self, pairs: Sequence[tuple[str, str]]) -> list[Compared | None]:
        """Return what the vectors of pairs of a demand and a capability say, None without them."""
        demands = self._senses(list(dict.fromkeys(demand for demand, _ in pairs)))
        capabilities = self._senses(list(dict.fromkeys(capability for _, capability in pairs)))
        found = self._compared(
            [(demands.get(demand), capabilities.get(capability)) for demand, capability in pairs]
        )
        return [found.get(at) for at in range(len(pairs))]

    def _listing(self, document: ListingDocument) -> _Listing:
        """Return a document's profile and sense."""
        return profile_of(document), self._senses([document.key]).get(document.key)

    def _found(self, keys: Sequence[str]) -> list[_Listing]:
        """Return the profiles and senses of the candidates."""
        if not keys:
            return []
        senses = self._senses(keys)
        return [
            (profile, senses.get(profile.key)) for profile in self.engine.profiles(keys).values()
        ]

    def _senses(self, keys: Sequence[str]) -> dict[str, Sense]:
        """Return the senses of listings of one side that have vectors."""
        meaning = self.scorer.snapshot.meaning
        if meaning is None or self._vectors is None or not keys:
            return {}
        found = self._vectors(keys)
        if not found:
            return {}
        role = _role(keys[0])
        return dict(zip(found, meaning.senses(np.stack(list(found.values())), role), strict=True))

    def _own_vector(self, key: str) -> NDArray[np.float32] | None:
        return None if self._vectors is None else self._vectors([key]).get(key)

    def _asked(self, vector: NDArray[np.float32] | None, role: Role) -> QueryVector | None:
        """Return what the engine looks for neighbours of."""
        meaning = self.scorer.snapshot.meaning
        if vector is None or meaning is None:
            return None
        values = calibration.query_vector(vector, role, calibration=meaning.calibration)
        return QueryVector(meaning.model, values)

    def _scores(
        self, demands: Sequence[_Listing], capabilities: Sequence[_Listing]
    ) -> Iterator[Score]:
        """Yield the score of each pair."""
        pairs = list(zip(demands, capabilities, strict=True))
        compared = self._compared([(demand[1], capability[1]) for demand, capability in pairs])
        for at, (demand, capability) in enumerate(pairs):
            yield self.scorer.score(demand[0], capability[0], compared=compared.get(at))

    def _compared(self, pairs: Sequence[tuple[Sense | None, Sense | None]]) -> dict[int, Compared]:
        """Return what vectors say of the pairs of which both sides have one, by their place."""
        meaning = self.scorer.snapshot.meaning
        both = {
            at: (demand, capability)
            for at, (demand, capability) in enumerate(pairs)
            if demand is not None and capability is not None
        }
        if meaning is None or not both:
            return {}
        found = meaning.compare(list(both.values()))
        return {
            at: Compared(float(similarity), float(shared))
            for at, similarity, shared in zip(both, *found, strict=True)
        }


def _role(key: str) -> Role:
    return Role.DEMAND if key.startswith("demand:") else Role.CAPABILITY


def _fitting(ranked: Sequence[Match], limit: int) -> tuple[Match, ...]:
    """Return the first of those that match."""
    return tuple(match for match in ranked if match.score.is_match)[:limit]
