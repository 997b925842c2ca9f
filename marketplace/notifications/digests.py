"""Tells once a working day or a week what has come; the clock looks every minute."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.journal.clock_jobs import every
from marketplace.notifications.choosing import locked, quiet_ends
from marketplace.notifications.composing import still_due
from marketplace.notifications.models import Delivery, Item, Outcome
from marketplace.notifications.quiet import border_of
from marketplace.notifications.ways import OUTSIDE, Channel, Pace

_PACES: Final = (Pace.DAILY, Pace.WEEKLY)


@every(seconds=60, name="notification_digests")
def collect_digests() -> None:
    """Make every digest that is due, each person's on its own."""
    now = clock.now()
    for channel in OUTSIDE:
        for pace in _PACES:
            border = border_of(pace, now)
            waiting = Item.objects.waiting().filter(channel=channel, pace=pace, at__lt=border)
            people = waiting.order_by().values_list("notification__user", flat=True).distinct()
            for person in sorted(people):
                collect(person, channel=channel, pace=pace, border=border)


@transaction.atomic
def collect(person: int, *, channel: Channel, pace: Pace, border: datetime) -> Delivery | None:
    """Make a person's digest of a day or week; None where it was made or nothing is left to tell.

    What was read by then, or is wanted no longer, is left out for good.
    """
    locked(person)
    period = border.astimezone(SHANGHAI).date().isoformat()
    made = Delivery.objects.filter(user=person, channel=channel, pace=pace, period=period)
    if made.exists():
        return None
    waiting = Item.objects.waiting().of(person).filter(channel=channel, pace=pace, at__lt=border)
    items = list(waiting)
    keys = [item.notification_id for item in items]
    kept = {row.pk for row in still_due(person, keys, channel=channel)}
    delivery = _delivery(person, channel, pace=pace, period=period) if kept else None
    for item in items:
        is_kept = item.notification_id in kept
        item.outcome = Outcome.TAKEN if is_kept else Outcome.DROPPED
        item.delivery = delivery if is_kept else None
    Item.objects.bulk_update(items, ["outcome", "delivery"], batch_size=500)
    return delivery


def _delivery(person: int, channel: Channel, *, pace: Pace, period: str) -> Delivery:
    now = clock.now()
    return Delivery.objects.create(
        user_id=person,
        channel=channel,
        pace=pace,
        period=period,
        due_at=quiet_ends([person], now).get(person, now),
        made_at=now,
    )
