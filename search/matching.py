"""Which capabilities fit a demand, and the other way round: candidates, then one scorer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from search.scorer import Compared, Comparisons, Score, Scorer
from search.synonyms import NONE, Thesaurus
from search.widening import widen

_FIRST, _OF_ONE_BODY = 10, 2
_BESIDE = ThreadPoolExecutor(4, thread_name_prefix="shelf")

VectorSource = Callable[[Collection[str]], Mapping[str, NDArray[np.float32]]]
"""Gives the vectors of listings by key, by the model of the scorer's snapshot."""


@dataclass(frozen=True, slots=True)
class Match:
    """A listing of the other side, with the score of the pair, and the body behind it by number.

    Nobody stands behind 0.
    """

    key: str
    score: Score
    owner: int = 0

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

    @property
    def model(self) -> str:
        """The model whose vectors are compared, empty where only words are."""
        meaning = self.scorer.snapshot.meaning
        return "" if meaning is None or self._vectors is None else meaning.model

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
        own = profile_of(listing)
        vector = self._own_vector(listing.key)
        lists = CAPABILITY_LISTS if listing.kind == "demand" else DEMAND_LISTS
        sent = queries.sent(self.scorer.asked(own))
        words, characters = widen(*sent, synonyms=self._synonyms)
        query = CandidateQuery(
            lists=lists,
            words=words,
            characters=characters,
            now=now,
            vector=self._asked(vector, _role(listing.key)),
            filters=filters or {},
        )
        found = self.engine.candidates(query).keys()
        return self._matches(own, found, vector=vector) if found else []

    def _matches(
        self, own: Profile, found: Sequence[str], *, vector: NDArray[np.float32] | None
    ) -> list[Match]:
        """Return the pairs of a listing with others, best first."""
        if own.key.startswith("demand:"):
            # The engine answers while the vectors are read.
            asked = _BESIDE.submit(self.engine.shelf, found)
            vectors = self._vectors_of(found, vector)
            shelf = asked.result()
            keys = shelf.keys()
            compared = self._all_compared(own.key, keys, vector=vector, vectors=vectors)
            scores = self.scorer.scores(own, shelf, compared=compared)
            owners: list[int] = shelf.header["owner"].tolist()
        else:
            profiles = self.engine.profiles(found)
            keys = list(profiles)
            vectors = self._vectors_of(keys, vector)
            compared = self._all_compared(own.key, keys, vector=vector, vectors=vectors)
            scores = self.scorer.scores_of(list(profiles.values()), own, compared=compared)
            owners = [profile.column("owner") for profile in profiles.values()]
        matches = list(map(Match, keys, scores, owners))
        return sorted(matches, key=lambda match: (-match.score.total, order_of(match.key)))

    def score(self, demand: ListingDocument, capability: ListingDocument) -> Score:
        """Return the score of a pair."""
        (compared,) = self.compared([(demand.key, capability.key)])
        return self.scorer.score(profile_of(demand), profile_of(capability), compared=compared)

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

    def _vectors_of(
        self, keys: Sequence[str], vector: NDArray[np.float32] | None
    ) -> Mapping[str, NDArray[np.float32]]:
        """Return the vectors of listings to compare with a vector, where there is one."""
        return {} if vector is None or self._vectors is None else self._vectors(keys)

    def _all_compared(
        self,
        own: str,
        keys: Sequence[str],
        *,
        vector: NDArray[np.float32] | None,
        vectors: Mapping[str, NDArray[np.float32]],
    ) -> Comparisons:
        """Return what the vectors of a listing and of each of the other side say."""
        similarities, leanings = np.full((2, len(keys)), np.nan)
        meaning = self.scorer.snapshot.meaning
        if meaning is not None and vector is not None:
            has_one = [at for at, key in enumerate(keys) if key in vectors]
            if has_one:
                others = np.stack([vectors[keys[at]] for at in has_one])
                similarities[has_one], leanings[has_one] = meaning.compare_with(
                    meaning.sensed(vector[np.newaxis], _role(own)),
                    meaning.sensed(others, _role(keys[0])),
                )
        return Comparisons(similarities, leanings)

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
    return tuple(spread([match for match in ranked if match.score.is_match])[:limit])


def spread(ranked: Sequence[Match]) -> list[Match]:
    """Return matches with at most two of one body among the first ten, as far as there are others.

    Its further ones come behind these, in their order; nothing is left out.
    """
    first: list[Match] = []
    later: list[Match] = []
    shown: Counter[int] = Counter()
    for match in ranked:
        is_one_more = match.owner and shown[match.owner] >= _OF_ONE_BODY
        if len(first) == _FIRST or is_one_more:
            later.append(match)
        else:
            first.append(match)
            shown[match.owner] += 1
    return first + later
