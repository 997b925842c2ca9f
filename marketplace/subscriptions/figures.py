"""How much is subscribed to, for the portal's staff: figures alone, never whose or of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from marketplace.subscriptions.models import (
    LISTS,
    Alert,
    Frequency,
    Outcome,
    Subscription,
    SubscriptionState,
)

if TYPE_CHECKING:
    from datetime import datetime


LEAST = 5
"""A figure of fewer people is not shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """Subscriptions of one sort, by frequency, and how many are paused; None where too few."""

    label: Any
    by_frequency: list[int | None]
    paused: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Subscriptions by sort, the people who have any, and what became of alerts."""

    rows: list[Row]
    people: int | None
    outcomes: list[tuple[Any, int]]


def figures(*, since: datetime, labels: dict[str, Any]) -> Figures:
    """Return the figures; `labels` name what is subscribed to beside searches."""
    sorts = [(LISTS[key], Q(search__list_key=key)) for key in LISTS]
    sorts += [(label, Q(**{f"{key}__isnull": False})) for key, label in labels.items()]
    outcomes = dict(
        Alert.objects.filter(at__gte=since)
        .order_by()
        .values_list("outcome")
        .annotate(number=Count("pk"))
    )
    people = Subscription.objects.order_by().values("user").distinct().count()
    return Figures(
        rows=[_row(label, rule) for label, rule in sorts],
        people=_enough(people),
        outcomes=[(label, outcomes.get(value, 0)) for value, label in Outcome.choices],
    )


def _row(label: Any, rule: Q) -> Row:
    own = Subscription.objects.filter(rule)
    active = own.exclude(state=SubscriptionState.PAUSED)
    return Row(
        label=label,
        by_frequency=[_people(active.filter(frequency=one)) for one in Frequency],
        paused=_people(own.filter(state=SubscriptionState.PAUSED)),
    )


def _people(rows: Any) -> int | None:
    """Return how many there are, None where they belong to too few people."""
    people = rows.order_by().values("user").distinct().count()
    return rows.count() if not people or people >= LEAST else None


def _enough(number: int) -> int | None:
    return number if not number or number >= LEAST else None
