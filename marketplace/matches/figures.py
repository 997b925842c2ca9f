"""What the events say of the matches' quality; nothing here reads anything but events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count

from marketplace.matches.models import Event, EventKind

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

RANKS: Final = 20
"""How many places are counted."""

FIRST: Final = 10
"""An application from within so many places was led to by the list."""


@dataclass(frozen=True, slots=True)
class Place:
    """How often a place in a list was shown and opened."""

    rank: int
    shown: int
    opened: int

    @property
    def rate(self) -> float | None:
        """Return the share of showings that were opened, None where it was never shown."""
        return self.opened / self.shown if self.shown else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The quality of matches in a stretch of time; demands are keys."""

    places: tuple[Place, ...]
    demands: frozenset[int]
    claimed: frozenset[int]
    claimed_from_first: frozenset[int]
    uncovered: frozenset[int]
    counts: dict[str, int]

    @property
    def share_from_first(self) -> float | None:
        """Return the share of the demands with an application from the first ten places."""
        return len(self.claimed_from_first) / len(self.demands) if self.demands else None


def figures(*, since: datetime | None = None, until: datetime | None = None) -> Figures:
    """Return the figures of the events from `since` to before `until`.

    The demands are those whose matches were worked out by the end and that had not left the list;
    uncovered are those of them that nothing fitted well at the end, whenever it was worked out.
    """
    all_before = Event.objects.all() if until is None else Event.objects.filter(at__lt=until)
    events = all_before if since is None else all_before.filter(at__gte=since)
    claims: Any = list(events.filter(kind=EventKind.CLAIMED).values_list("demand", "rank"))
    standing = _standing(all_before)
    return Figures(
        places=_places(events),
        demands=standing,
        claimed=frozenset(demand for demand, _rank in claims) & standing,
        claimed_from_first=frozenset(
            demand for demand, rank in claims if rank is not None and rank <= FIRST
        )
        & standing,
        uncovered=standing - _covered(all_before),
        counts=_counts(events),
    )


def _places(events: QuerySet[Event]) -> tuple[Place, ...]:
    shown: Counter[int] = Counter()
    lists = events.filter(kind=EventKind.SHOWN).order_by().values_list("rank", "count")
    for first, count, number in lists.annotate(number=Count("pk")):
        for rank in range(first, min(first + count, RANKS + 1)):
            shown[rank] += number
    clicks = events.filter(kind=EventKind.OPENED, rank__lte=RANKS).order_by()
    opened = dict(clicks.values_list("rank").annotate(number=Count("pk")))
    return tuple(Place(rank, shown[rank], opened.get(rank, 0)) for rank in range(1, RANKS + 1))


def _standing(events: QuerySet[Event]) -> frozenset[int]:
    """Return the demands that were worked out, and did not leave the list after that."""
    rows: Any = events.filter(
        kind__in=[EventKind.COMPUTED, EventKind.LEFT], demand__isnull=False
    ).order_by("pk")
    last = dict(rows.values_list("demand", "kind"))
    return frozenset(demand for demand, kind in last.items() if kind == EventKind.COMPUTED)


def _covered(events: QuerySet[Event]) -> frozenset[int]:
    """Return the demands that something fitted well after the last event of each pair."""
    last: dict[tuple[int, int], str] = {}
    rows: Any = events.filter(kind__in=[EventKind.SUGGESTED, EventKind.UNFITTED]).order_by("pk")
    for demand, capability, kind in rows.values_list("demand", "capability", "kind"):
        last[demand, capability] = kind
    return frozenset(pair[0] for pair, kind in last.items() if kind == EventKind.SUGGESTED)


def _counts(events: QuerySet[Event]) -> dict[str, int]:
    """Return how often people invited, put aside, were in contact and applied."""
    kinds = (EventKind.INVITED, EventKind.DISMISSED, EventKind.CONTACTED, EventKind.CLAIMED)
    rows = events.filter(kind__in=kinds).order_by().values_list("kind")
    found = dict(rows.annotate(number=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in kinds}
