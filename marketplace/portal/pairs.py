"""The matches of a listing for a reader: what fits well, what hardly does, what nearly fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.permissions import memberships_of
from marketplace.portal.drawn import Drawer, Pair, key_of
from marketplace.portal.reasons import legend_of
from marketplace.portal.second_look import CostsShown, NearMiss, SecondLook, look_again
from search.engines.protocol import EngineUnavailable
from search.pairs import matcher

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.organisations.permissions import Person
    from search.documents import ListingDocument
    from search.matching import Match, Matcher

ON_A_PAGE = 20
BESIDE = 6
"""How many matches stand beside a listing."""

WEAK = 10
"""How many that hardly fit can be opened."""

JUDGED = "judged"
"""The state of matches that nobody is shown, beside bids that are judged."""

_MOST = 400
_OPEN = {"state": frozenset({"open", "upcoming"})}


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of what fits well, the number of all, and what keeps them away where there are none.

    `state` is `ready`, `resting` while the engine is away, `pending` until it holds the listing, or
    `judged` from the close of a challenge on: no score stands beside bids that are judged.
    `weak` are the best of those that hardly fit. Only who may know which conditions fail has `near`
    misses, the number that fail `several`, and `costs`; for them no row fails a condition.
    """

    rows: list[Pair] = field(default_factory=list)
    total: int = 0
    state: str = "ready"
    own: Pair | None = None
    page: int = 1
    pages: int = 1
    weak: list[Pair] = field(default_factory=list)
    weak_total: int = 0
    near: list[NearMiss] = field(default_factory=list)
    near_total: int = 0
    several: int = 0
    costs: CostsShown | None = None

    @property
    def first(self) -> int:
        """Return the place of the first row among all."""
        return (self.page - 1) * ON_A_PAGE + 1

    @property
    def is_judged(self) -> bool:
        """Return whether nothing is shown since bids are judged."""
        return self.state == JUDGED

    @property
    def nothing_fits(self) -> bool:
        """Return whether matching answered and found nothing that fits well."""
        return self.state == "ready" and not self.total

    @property
    def is_of_words(self) -> bool:
        """Return whether only the words of some pair were compared, not what they mean."""
        return any(pair.explanation.tier == "words" for pair in self._drawn)

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Return number and name of the parts that the bars are made of."""
        return legend_of(part.code for pair in self._drawn for part in pair.explanation.parts)

    @property
    def _drawn(self) -> list[Pair]:
        return [*self.rows, *self.weak, *(one.pair for one in self.near)]


def matches_of_demand(
    demand: Demand, reader: Person, *, now: datetime, page: int = 1, size: int = BESIDE
) -> Matches:
    """Return the capabilities that fit a demand, the best of the reader's own before all others.

    Of a challenge whose bids are judged nobody gets any.
    """
    if demand.is_judged_at(now):
        return Matches(state=JUDGED)

    def find(matcher: Matcher, document: ListingDocument) -> Matches:
        found = matcher.capabilities_for(document, now=_epoch(now), limit=_MOST)
        own = _own_matches(matcher, document, reader=reader, now=now)[:1]
        keys = {one.key for one in own}
        drawer = Drawer(matcher, demand, reader=reader, now=now, own=keys)
        ordered = [*own, *(one for one in found if one.key not in keys)]
        matches = _sorted_out(demand, ordered, drawer=drawer, reader=reader, at=(page, size))
        best = next((pair for pair in (*matches.rows, *matches.weak) if pair.is_own), None)
        return replace(matches, own=best)

    return _answered(demand, find)


def matches_of_capability(
    capability: Capability, reader: Person, *, now: datetime, page: int = 1, size: int = BESIDE
) -> Matches:
    """Return the demands, open or to be opened, that a capability fits."""

    def find(matcher: Matcher, document: ListingDocument) -> Matches:
        found = matcher.demands_for(document, now=_epoch(now), limit=_MOST, filters=_OPEN)
        drawer = Drawer(matcher, capability, reader=reader, now=now)
        return _sorted_out(capability, found, drawer=drawer, reader=reader, at=(page, size))

    return _answered(capability, find)


def fits_well(match: Match) -> bool:
    """Return whether a pair reaches the least level that is shown without being asked for."""
    return match.score.level != "weak"


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


def _sorted_out(
    listing: Demand | Capability,
    found: Sequence[Match],
    *,
    drawer: Drawer,
    reader: Person,
    at: tuple[int, int],
) -> Matches:
    """Return a page, of a size, of what fits well, with what hardly and what nearly does."""
    well = [one for one in found if fits_well(one)]
    weak = [one for one in found if not fits_well(one)]
    look = look_again(listing, well, reader=reader, drawer=drawer)
    listed = well if look is None else look.fitting
    shown, page, pages = _page(listed, at[0], size=at[1])
    is_whole = at[1] == ON_A_PAGE
    matches = Matches(
        rows=drawer.pairs(shown),
        total=len(listed),
        page=page,
        pages=pages,
        weak=drawer.pairs(weak[:WEAK]) if is_whole and page == pages else [],
        weak_total=len(weak),
    )
    return matches if look is None else _with_look(matches, look, drawer=drawer, is_whole=is_whole)


def _with_look(matches: Matches, look: SecondLook, *, drawer: Drawer, is_whole: bool) -> Matches:
    return replace(
        matches,
        near=look.drawn(drawer) if is_whole else [],
        near_total=len(look.near),
        several=look.several,
        costs=look.costs if is_whole else None,
    )


def _page(found: Sequence[Match], page: int, *, size: int) -> tuple[Sequence[Match], int, int]:
    """Return a page of matches, its number, and how many there are; past the last is the last."""
    pages = max(1, -(-len(found) // size))
    at = min(page, pages)
    return found[(at - 1) * size : at * size], at, pages


def _epoch(instant: datetime) -> int:
    return int(instant.timestamp())
