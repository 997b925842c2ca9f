"""Pairs as pages draw them: the engine's matches, re-read as rows, with reasons and conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse

from marketplace.claims.permissions import gates_between
from marketplace.listings.models import Capability, Demand
from marketplace.portal.conditions import Conditions, conditions_for, sees_failures
from marketplace.portal.reasons import Segment, level_of, segments, why
from marketplace.portal.rows import capabilities_to_match, demands_to_match
from search.explanation import explain

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.listings.gates import Gate
    from marketplace.organisations.permissions import Person
    from search.explanation import Explanation
    from search.matching import Match, Matcher

explanation_of = lru_cache(maxsize=512)(explain)
"""Why a pair fits, remembered: documents and statistics never change, newer ones are others."""


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
    explanation: Explanation
    is_own: bool = False

    @property
    def url(self) -> str:
        """Return the address of the page that explains it."""
        return match_url(self.demand, self.capability)


def match_url(demand: Demand, capability: Capability) -> str:
    """Return the address of the page that explains a pair."""
    return reverse("portal:match", args=[demand.lifecycle.number, capability.lifecycle.number])


def key_of(listing: Demand | Capability) -> str:
    """Return the name of a listing in the index."""
    return f"{listing.KEY}:{listing.pk}"


def conditions_between(
    demand: Demand, capability: Capability, *, reader: Person, now: datetime
) -> Conditions:
    """Return a demand's conditions as a capability's owner stands with them, for a reader."""
    owner = capability.lifecycle.owner
    gates = gates_between(demand, owner, capability=capability, at=now)
    in_full = sees_failures(reader, owner.pk, demand.lifecycle.owner_id)
    return conditions_for(gates, in_full=in_full)


class Drawer:
    """Turns the matches of one listing into rows for one reader at one instant."""

    def __init__(
        self,
        matcher: Matcher,
        listing: Demand | Capability,
        *,
        reader: Person,
        now: datetime,
        own: Collection[str] = frozenset(),
    ) -> None:
        self._matcher, self._listing = matcher, listing
        self._reader, self._now, self._own = reader, now, own
        self._known: dict[int, Demand | Capability] = {}

    def pairs(self, found: Sequence[Match]) -> list[Pair]:
        """Return the rows of the matches whose listings are still public."""
        return list(self._drawn(found))

    def others(self, found: Sequence[Match]) -> dict[int, Demand | Capability]:
        """Return the listings of matches that are still public, by their keys."""
        wanted = {one.pk for one in found}
        unread = wanted.difference(self._known)
        if unread:
            is_demand = self._listing.KEY == "demand"
            rows = capabilities_to_match() if is_demand else demands_to_match()
            self._known |= {row.pk: row for row in rows.filter(pk__in=unread)}
        return {pk: row for pk, row in self._known.items() if pk in wanted}

    def gates(self, other: Demand | Capability) -> tuple[Gate, ...]:
        """Return how the conditions between the listing and one of the other side stand."""
        demand, capability = self._sides(other)
        owner = capability.lifecycle.owner
        return gates_between(demand, owner, capability=capability, at=self._now)

    def _sides(self, other: Demand | Capability) -> tuple[Demand, Capability]:
        pair = (self._listing, other) if self._listing.KEY == "demand" else (other, self._listing)
        demand, capability = pair
        assert isinstance(demand, Demand)  # noqa: S101 - the other side is the other kind
        assert isinstance(capability, Capability)  # noqa: S101
        return demand, capability

    def _drawn(self, found: Sequence[Match]) -> Iterator[Pair]:
        others = self.others(found)
        kept = [(one, *self._sides(others[one.pk])) for one in found if one.pk in others]
        names = [(key_of(demand), key_of(capability)) for _one, demand, capability in kept]
        documents = self._matcher.engine.documents(sorted({key for pair in names for key in pair}))
        compared = self._matcher.compared(names)
        for (match, demand, capability), pair, said in zip(kept, names, compared, strict=True):
            asked, offered = documents.get(pair[0]), documents.get(pair[1])
            if asked is None or offered is None:
                continue
            explanation = explanation_of(asked, offered, scorer=self._matcher.scorer, compared=said)
            yield Pair(
                demand=demand,
                capability=capability,
                listing=others[match.pk],
                total=round(match.score.total),
                level=level_of(explanation),
                segments=segments(
                    dict(zip(match.score.tier.parts, match.score.points, strict=True))
                ),
                why=why(explanation),
                conditions=conditions_between(
                    demand, capability, reader=self._reader, now=self._now
                ),
                explanation=explanation,
                is_own=match.key in self._own,
            )
