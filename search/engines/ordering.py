"""The order of hits and lists: the same total order on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search.documents import NEVER, ListingDocument, order_of
from search.engines.protocol import Hits, Sort
from search.facets import Bounds

_SPARE = 100
_LEAST_DELETED = 100
_NUMBER_BITS = 30
_MOST = 2**33 - 1
_SUM_UNIT = 100

Fetch = Callable[[int], list[tuple[str, float]]]
"""Gives the best hits down to a depth, by score."""


def ranked(hits: Iterable[tuple[str, float]]) -> Hits:
    """Return hits by score rounded to 1e-4, then by key.

    The engines add the same numbers in another order, so that the last digits of a sum differ.
    """
    rounded = ((key, round(score, 4)) for key, score in hits)
    return tuple(sorted(rounded, key=lambda hit: (-hit[1], order_of(hit[0]))))


def first_depth(size: int, deepest: int) -> int:
    """Return how deep `top` looks first: a little further than asked, since ties are common."""
    return min(size + _SPARE, deepest)


def top(fetch: Fetch, size: int, *, deepest: int) -> Hits:
    """Return the first hits, fetched deep enough that no tie is cut at the end."""
    depth = first_depth(size, deepest)
    while True:
        hits = fetch(depth)
        is_all = len(hits) < depth or depth == deepest
        if is_all or round(hits[-1][1], 4) < round(hits[size - 1][1], 4):
            return ranked(hits)[:size]
        depth = min(depth * 4, deepest)


def share_of_deleted(deleted: int, *, of: int) -> float:
    """Return the share of deleted documents, 0 for a handful: every small list is full of them."""
    return deleted / of if deleted >= _LEAST_DELETED else 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sorted list: the hits within bounds, by one field."""

    by: str
    descending: bool = True
    bounds: Bounds = field(default_factory=dict)


def segments(sort: Sort, now: int) -> tuple[Segment, ...]:
    """Return the stretches of a list in their order; relevance without a text means the newest.

    By deadline: what closes soonest, then what never closes, then what closed last.
    """
    if sort is Sort.BUDGET:
        return (Segment("by_budget"),)
    if sort is Sort.DEADLINE:
        return (
            Segment("by_closes", descending=False, bounds={"closes_at": (now + 1, NEVER - 1)}),
            Segment("by_published", bounds={"closes_at": (NEVER, None)}),
            Segment("by_closes", bounds={"closes_at": (None, now)}),
        )
    return (Segment("by_published"),)


def stretches(counts: Iterable[int], *, offset: int, limit: int) -> Iterator[tuple[int, int, int]]:
    """Yield segment, offset in it and how many to take, for a page over segments of these sizes."""
    for index, count in enumerate(counts):
        taken = min(max(count - offset, 0), limit)
        if taken:
            yield index, offset, taken
        limit -= taken
        offset = max(offset - count, 0)


def sort_values(document: ListingDocument) -> dict[str, int]:
    """Return the numbers that lists are sorted by: the value, then the key, in one integer."""
    budget = document.budget_high or document.budget_low or 0
    return {
        "by_published": _packed(document, document.published_at or 0),
        "by_closes": _packed(document, document.closes_at or 0),
        "by_budget": _packed(document, budget // _SUM_UNIT),
    }


def _packed(document: ListingDocument, value: int) -> int:
    """Return a value in the upper bits and the listing's number in the lower ones."""
    return (min(max(value, 0), _MOST) << _NUMBER_BITS) | (document.pk & (1 << _NUMBER_BITS) - 1)
