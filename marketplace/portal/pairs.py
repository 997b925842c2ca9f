"""Matches as pages show them: the engine's pairs, re-read as rows, with reasons and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse

from marketplace.claims.permissions import gates_between
from marketplace.listings.models import Capability, Demand
from marketplace.organisations.permissions import memberships_of
from marketplace.portal.conditions import Conditions, conditions_for, sees_failures
from marketplace.portal.reasons import Segment, level_of, segments, why
from marketplace.portal.rows import capabilities_to_match, demands_to_match
from search.engines.protocol import EngineUnavailable
from search.explanation import Explanation, explain
from search.pairs import matcher

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.organisations.permissions import Person
    from search.documents import ListingDocument
    from search.matching import Match, Matcher

ON_A_PAGE = 20
BESIDE = 6
"""How many matches stand beside a listing."""
_MOST = 400
explanation_of = lru_cache(maxsize=512)(explain)
"""Why a pair fits, remembered: documents and statistics never change, newer ones are others."""

_OPEN = {"state": frozenset({"open", "upcoming"})}


@dataclass(frozen=True, slots=True)
class Pair:
    """A match as a row: the listing of the other side, its score, why, and its conditions."""

    demand: Demand
    capability: Capability
    listing: Demand | Capability
    total: int
    level: str
    segments: list[Segment]
    why: str
    conditions: Conditions
    is_own: bool = False

    @property
    def url(self) -> str:
        """Return the address of the page that explains it."""
        return match_url(self.demand, self.capability)


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of matches, the number of all, and what keeps them away where there are none.

    `state` is `ready`, `resting` while the engine is away, or `pending` until it holds the listing.
    """

    rows: list[Pair] = field(default_factory=list)
    total: int = 0
    state: str = "ready"
    own: Pair | None = None
    page: int = 1
    pages: int = 1

    @property
    def first(self) -> int:
        """Return the place of the first row among all."""
        return (self.page - 1) * ON_A_PAGE + 1


def match_url(demand: Demand, capability: Capability) -> str:
    """Return the address of the page that explains a pair."""
    return reverse("portal:match", args=[demand.lifecycle.number, capability.lifecycle.number])


def key_of(listing: Demand | Capability) -> str:
    """Return the name of a listing in the index."""
    return f"{listing.KEY}:{listing.pk}"


def matches_of_demand(
    demand: Demand, reader: Person, *, now: datetime, page: int = 1, size: int = BESIDE
) -> Matches:
    """Return the capabilities that fit a demand, the best of the reader's own before all others."""

    def find(matcher: Matcher, document: ListingDocument) -> Matches:
        found = matcher.capabilities_for(document, now=_epoch(now), limit=_MOST)
        own = _own_matches(matcher, document, reader=reader, now=now)
        ordered = [*own[:1], *(one for one in found if one.key not in _keys(own[:1]))]
        shown, at, pages = _page(ordered, page, size=size)
        rows = capabilities_to_match().filter(pk__in=[one.pk for one in shown])
        capabilities = {row.pk: row for row in rows}
        drawer = _Drawer(matcher, reader, now=now, own=_keys(own))
        pairs = drawer.pairs([(demand, capabilities.get(one.pk), one) for one in shown])
        best = next((pair for pair in pairs if pair.is_own), None)
        return Matches(pairs, len(ordered), own=best, page=at, pages=pages)

    return _answered(demand, find)


def matches_of_capability(
    capability: Capability, reader: Person, *, now: datetime, page: int = 1, size: int = BESIDE
) -> Matches:
    """Return the demands, open or to be opened, that a capability fits."""

    def find(matcher: Matcher, document: ListingDocument) -> Matches:
        found = matcher.demands_for(document, now=_epoch(now), limit=_MOST, filters=_OPEN)
        shown, at, pages = _page(found, page, size=size)
        rows = demands_to_match().filter(pk__in=[one.pk for one in shown])
        demands = {row.pk: row for row in rows}
        drawer = _Drawer(matcher, reader, now=now, own=set())
        pairs = drawer.pairs([(demands.get(one.pk), capability, one) for one in shown])
        return Matches(pairs, len(found), page=at, pages=pages)

    return _answered(capability, find)


def _answered(
    listing: Demand | Capability, find: Callable[[Matcher, ListingDocument], Matches]
) -> Matches:
    """Return what was found, or that the engine rests or does not hold the listing yet."""
    key = key_of(listing)
    try:
        serving = matcher()
        document = serving.engine.documents([key]).get(key)
        if document is None or not document.visible:
            return Matches(state="pending")
        return find(serving, document)
    except EngineUnavailable:
        return Matches(state="resting")


def _own_matches(
    matcher: Matcher, demand: ListingDocument, *, reader: Person, now: datetime
) -> Sequence[Match]:
    """Return how the reader's own capabilities fit, best first."""
    owners = frozenset(str(one.organisation_id) for one in memberships_of(reader))
    if not owners:
        return ()
    return matcher.capabilities_for(demand, now=_epoch(now), limit=_MOST, filters={"owner": owners})


class _Drawer:
    """Turns matches into rows for one reader at one instant."""

    def __init__(self, matcher: Matcher, reader: Person, *, now: datetime, own: set[str]) -> None:
        self._matcher, self._reader, self._now, self._own = matcher, reader, now, own

    def pairs(self, found: list[tuple[Demand | None, Capability | None, Match]]) -> list[Pair]:
        """Return the rows of the matches whose listings are still public."""
        return list(self._drawn(found))

    def _drawn(self, found: list[tuple[Demand | None, Capability | None, Match]]) -> Iterator[Pair]:
        kept = [
            (demand, capability, match)
            for demand, capability, match in found
            if demand is not None and capability is not None
        ]
        keys = {key_of(one) for demand, capability, _match in kept for one in (demand, capability)}
        documents = self._matcher.engine.documents(sorted(keys))
        compared = self._matcher.compared(
            [(key_of(demand), key_of(capability)) for demand, capability, _match in kept]
        )
        for (demand, capability, match), one in zip(kept, compared, strict=True):
            sides = documents.get(key_of(demand)), documents.get(key_of(capability))
            if sides[0] is None or sides[1] is None:
                continue
            explanation = explanation_of(
                sides[0], sides[1], scorer=self._matcher.scorer, compared=one
            )
            yield Pair(
                demand=demand,
                capability=capability,
                listing=capability if match.key.startswith("capability:") else demand,
                total=round(match.score.total),
                level=level_of(explanation),
                segments=segments(match.score.points),
                why=why(explanation),
                conditions=conditions_between(
                    demand, capability, reader=self._reader, now=self._now
                ),
                is_own=match.key in self._own,
            )


def conditions_between(
    demand: Demand, capability: Capability, *, reader: Person, now: datetime
) -> Conditions:
    """Return a demand's conditions as a capability's owner stands with them, for a reader."""
    owner = capability.lifecycle.owner
    gates = gates_between(demand, owner, capability=capability, at=now)
    in_full = sees_failures(reader, owner.pk, demand.lifecycle.owner_id)
    return conditions_for(gates, in_full=in_full)


def _page(found: Sequence[Match], page: int, *, size: int) -> tuple[Sequence[Match], int, int]:
    """Return a page of matches, its number, and how many there are; past the last is the last."""
    pages = max(1, -(-len(found) // size))
    at = min(page, pages)
    return found[(at - 1) * size : at * size], at, pages


def _keys(found: Sequence[Match]) -> set[str]:
    return {one.key for one in found}


def _epoch(instant: datetime) -> int:
    return int(instant.timestamp())


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair's explanation with the very texts that its offsets count in."""

    demand: ListingDocument
    capability: ListingDocument
    explanation: Explanation


def explained(demand: Demand, capability: Capability) -> Explained | None:
    """Return why a pair fits, None where the index does not hold both; EngineUnavailable else."""
    serving = matcher()
    documents = serving.engine.documents([key_of(demand), key_of(capability)])
    sides = documents.get(key_of(demand)), documents.get(key_of(capability))
    if sides[0] is None or sides[1] is None:
        return None
    (compared,) = serving.compared([(sides[0].key, sides[1].key)])
    explanation = explanation_of(sides[0], sides[1], scorer=serving.scorer, compared=compared)
    return Explained(sides[0], sides[1], explanation)
