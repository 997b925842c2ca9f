"""The lines between both lists on the home page: the best capabilities for the newest demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache

from cms.lists.cards import Card
from search.documents import ListingDocument
from search.engines.protocol import EngineUnavailable
from search.matching import Matcher
from search.pairs import matcher

KEEP_SECONDS = 300
"""How long the lines stay as they were drawn; each is a question to the engine."""

_EACH = 2
_ROW = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """A demand and a capability that fit, by their keys, with the points of 100."""

    demand: int
    capability: int
    points: int
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A pair as it is drawn: a curve from the demand's row to the capability's."""

    demand: str
    capability: str
    points: int
    is_strong: bool
    path: str


@dataclass(frozen=True, slots=True)
class Bridges:
    """The lines, and the best points of each demand and capability that has one, by key."""

    lines: list[Line] = field(default_factory=list)
    of_demand: dict[int, Pair] = field(default_factory=dict)
    of_capability: dict[int, Pair] = field(default_factory=dict)


def best_pairs(demands: Sequence[int], *, now: datetime) -> list[Pair]:
    """Return the best capabilities of each demand, best first; none while the engine is away."""
    key = f"cms.home.pairs.{'.'.join(map(str, demands))}"
    pairs: list[Pair] | None = cache.get(key)
    if pairs is None:
        try:
            pairs = _ask(demands, now)
        except EngineUnavailable:
            return []
        cache.set(key, pairs, KEEP_SECONDS)
    return pairs


def chosen_capabilities(pairs: Sequence[Pair], newest: Sequence[int], *, limit: int) -> list[int]:
    """Return the capabilities to draw: each demand's best, then the seconds, then the newest."""
    demands = list(dict.fromkeys(pair.demand for pair in pairs))
    by_demand = [[pair for pair in pairs if pair.demand == demand] for demand in demands]
    ranked = [of[place] for place in range(_EACH) for of in by_demand if place < len(of)]
    keys = dict.fromkeys([*(pair.capability for pair in ranked), *newest])
    return list(keys)[:limit]


def bridges(
    pairs: Sequence[Pair], demands: Sequence[Card], *, capabilities: Sequence[Card]
) -> Bridges:
    """Return the lines between the rows that are drawn."""
    left = {card.listing.pk: (row, card) for row, card in enumerate(demands)}
    right = {card.listing.pk: (row, card) for row, card in enumerate(capabilities)}
    drawn = [pair for pair in pairs if pair.demand in left and pair.capability in right]
    found = Bridges()
    for pair in sorted(drawn, key=lambda pair: -pair.points):
        found.of_demand.setdefault(pair.demand, pair)
        found.of_capability.setdefault(pair.capability, pair)
        (start, demand), (end, capability) = left[pair.demand], right[pair.capability]
        title = (demand.listing.title, capability.listing.title)
        found.lines.append(Line(*title, pair.points, pair.is_strong, _curve(start, end)))
    return found


def _ask(demands: Sequence[int], now: datetime) -> list[Pair]:
    asked = matcher()
    documents = asked.engine.documents([f"demand:{pk}" for pk in demands])
    held = [document for pk in demands if (document := documents.get(f"demand:{pk}"))]
    return [pair for document in held for pair in _of(document, asked, now=now)]


def _of(demand: ListingDocument, asked: Matcher, *, now: datetime) -> list[Pair]:
    found = asked.capabilities_for(demand, now=int(now.timestamp()), limit=_EACH)
    return [
        Pair(demand.pk, match.pk, round(match.score.total), match.score.level == "strong")
        for match in found
        if match.score.level != "weak"
    ]


def _curve(start: int, end: int) -> str:
    """Return a path in a field 100 wide and 100 high for each row."""
    from_y, to_y = (row * _ROW + _ROW // 2 for row in (start, end))
    return f"M0 {from_y}C50 {from_y} 50 {to_y} 100 {to_y}"
