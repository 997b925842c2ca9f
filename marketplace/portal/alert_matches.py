"""What fits an own listing on the other side: found and scored as its page of matches does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.claims.permissions import gates_between
from marketplace.listings.gates import Answer
from marketplace.listings.models import Demand
from marketplace.portal.drawn import key_of
from marketplace.portal.rows import capabilities_to_match, demands_to_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from marketplace.listings.models import Capability
    from search.documents import ListingDocument
    from search.matching import Matcher

    Listing = Demand | Capability

_OPEN: Final = {"state": frozenset({"open", "upcoming"})}
_POINTS: Final = 4


class Fitting:
    """The listings of the other side that fit one: texts that match, and no condition failed."""

    def __init__(self, serving: Matcher, listing: Listing, *, now: datetime) -> None:
        self._serving, self._listing, self._now = serving, listing, now
        self._is_demand = isinstance(listing, Demand)
        self._document = serving.engine.documents([key_of(listing)]).get(key_of(listing))
        rows = demands_to_match() if self._is_demand else capabilities_to_match()
        self._mine = rows.filter(pk=listing.pk).first()

    def keys(self) -> list[int]:
        """Return the primary keys of those whose texts match, best first."""
        if self._document is None or not self._document.visible or self._mine is None:
            return []
        if self._is_demand and self._listing.lifecycle.phase_at(self._now) == "closed":
            return []
        filters = {} if self._is_demand else _OPEN
        now = int(self._now.timestamp())
        ranked = self._serving.ranked(self._document, now=now, filters=filters)
        return [match.pk for match in ranked if match.score.is_match]

    def rows(self, among: Collection[int]) -> Iterator[Listing]:
        """Yield those of some that fail no condition."""
        rows = capabilities_to_match() if self._is_demand else demands_to_match()
        for other in rows.filter(pk__in=among):
            demand, capability = self._pair(other)
            owner = capability.lifecycle.owner
            gates = gates_between(demand, owner, capability=capability, at=self._now)
            if all(gate.answer is not Answer.FAILED for gate in gates):
                yield other

    def reason(self, other: Listing) -> Mapping[str, Any] | None:
        """Return why one fits; None where the texts share single characters alone."""
        documents = self._serving.engine.documents([key_of(other)])
        document = documents.get(key_of(other))
        if document is None or self._document is None or not document.visible:
            return None
        demand, capability = self._sides(document)
        found = self._serving.explain(demand, capability)
        points = [point.text for point in (*found.covered, *found.partly)][:_POINTS]
        return {"level": found.level, "points": points} if points else None

    def _pair(self, other: Any) -> tuple[Demand, Capability]:
        return (self._mine, other) if self._is_demand else (other, self._mine)

    def _sides(self, other: ListingDocument) -> tuple[ListingDocument, ListingDocument]:
        assert self._document is not None  # noqa: S101 - asked before
        return (self._document, other) if self._is_demand else (other, self._document)
