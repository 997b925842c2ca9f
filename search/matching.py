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
        ranked = self.ranked_capabilities(demand, now=now, filters=filters)
        return _matching(ranked, limit)

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
        found = [Match(one.key, self.scorer.score(one, profile)) for one in self._found(asked)]
        return _matching(_ordered(found), limit)

    def ranked_capabilities(
        self, demand: ListingDocument, *, now: int, filters: Filters | None = None
    ) -> list[Match]:
        """Return every candidate for a demand, best first, whether it fits or not."""
        profile = profile_of(demand)
        asked = self._query(profile, CAPABILITY_LISTS, now=now, filters=filters)
        found = [Match(one.key, self.scorer.score(profile, one)) for one in self._found(asked)]
        return _ordered(found)

    def score(self, demand: ListingDocument, capability: ListingDocument) -> Score:
        """Return the score of a pair."""
        return self.scorer.score(profile_of(demand), profile_of(capability))

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


def _ordered(found: list[Match]) -> list[Match]:
    """Return matches best first, ties by key."""
    return sorted(found, key=lambda match: (-match.score.total, order_of(match.key)))


def _matching(ranked: Sequence[Match], limit: int) -> tuple[Match, ...]:
    """Return the first of those that match."""
    return tuple(match for match in ranked if match.score.is_match)[:limit]
