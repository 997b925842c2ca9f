"""Which capabilities fit a demand, and the other way round: candidates, then one scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.listings.gates import Gate
from search import queries
from search.documents import CAPABILITY_LISTS, DEMAND_LISTS, ListingDocument, order_of
from search.engines.protocol import CandidateQuery, Engine, Filters
from search.explanation import Explanation, explain
from search.profiles import Profile, profile_of
from search.scorer import Score, Scorer


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
    """Finds and explains matches by one build of the index and one snapshot."""

    def __init__(self, engine: Engine, scorer: Scorer) -> None:
        self.engine = engine
        self.scorer = scorer

    def capabilities_for(
        self, demand: ListingDocument, *, now: int, limit: int = 20, filters: Filters | None = None
    ) -> tuple[Match, ...]:
        """Return the capabilities that fit a demand best."""
        profile = profile_of(demand)
        asked = self._query(profile, CAPABILITY_LISTS, now=now, filters=filters)
        return self._ranked([(profile, one) for one in self._found(asked)], limit)

    def demands_for(
        self,
        capability: ListingDocument,
        *,
        now: int,
        limit: int = 20,
        filters: Filters | None = None,
    ) -> tuple[Match, ...]:
        """Return the demands that a capability fits best, scored as from the demand's side."""
        profile = profile_of(capability)
        asked = self._query(profile, DEMAND_LISTS, now=now, filters=filters)
        return self._ranked([(one, profile) for one in self._found(asked)], limit, by_demand=True)

    def explain(
        self,
        demand: ListingDocument,
        capability: ListingDocument,
        *,
        gates: Sequence[Gate] = (),
    ) -> Explanation:
        """Return why a pair fits, with the results of its gates."""
        return explain(demand, capability, scorer=self.scorer, gates=gates)

    def _query(
        self, profile: Profile, lists: frozenset[str], *, now: int, filters: Filters | None
    ) -> CandidateQuery:
        """Return what asks the other side's lists for a listing's weightiest terms."""
        words, characters = queries.sent(self.scorer.asked(profile))
        return CandidateQuery(
            lists=lists, words=words, characters=characters, now=now, filters=filters or {}
        )

    def _found(self, query: CandidateQuery) -> list[Profile]:
        """Return the profiles of the candidates."""
        keys = self.engine.candidates(query).keys()
        return list(self.engine.profiles(keys).values()) if keys else []

    def _ranked(
        self, pairs: Sequence[tuple[Profile, Profile]], limit: int, *, by_demand: bool = False
    ) -> tuple[Match, ...]:
        """Return the pairs that match, best first, ties by key."""
        scored = (
            Match((demand if by_demand else capability).key, self.scorer.score(demand, capability))
            for demand, capability in pairs
        )
        matches = [match for match in scored if match.score.is_match]
        matches.sort(key=lambda match: (-match.score.total, order_of(match.key)))
        return tuple(matches[:limit])
