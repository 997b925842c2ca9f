"""Puts notifications on their way out of the portal, in the transaction that writes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from marketplace.core import clock
from marketplace.notifications.choosing import Choices, addresses, quiet_ends
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Delivery, Item, Notification, Outcome
from marketplace.notifications.ways import OUTSIDE, Channel, Pace


def queue(rows: Sequence[Notification], *, choices: Choices) -> None:
    """Give each row an item on each channel on which its person wants it and can be reached."""
    people = {row.user_id for row in rows}
    if not people:
        return
    now = clock.now()
    for channel in OUTSIDE:
        reached = addresses(people, channel)
        items = [
            Item(notification=row, channel=channel, pace=pace, at=now)
            for row in rows
            if row.user_id in reached
            and (pace := pace_of(row, choices, channel=channel)) != Pace.OFF
        ]
        send_at_once([item for item in items if item.pace == Pace.INSTANT], now=now)
        Item.objects.bulk_create(items)


def pace_of(row: Notification, choices: Choices, *, channel: Channel) -> Pace:
    """Return how soon a notification leaves the portal on a channel, as its person has it now."""
    kind = kind_of(row.kind)
    return choices.pace(row.user_id, kind, channel=channel, params=row.params)


def send_at_once(items: Collection[Item], *, now: datetime) -> None:
    """Give each of some items a delivery of its own, due now or when its person's quiet ends."""
    quiet = quiet_ends({item.notification.user_id for item in items}, now)
    deliveries = []
    for item in items:
        row = item.notification
        is_pressing = kind_of(row.kind).is_legal
        delivery = Delivery(
            user_id=row.user_id,
            channel=item.channel,
            pace=Pace.INSTANT,
            kind=row.kind,
            is_pressing=is_pressing,
            due_at=now if is_pressing else quiet.get(row.user_id, now),
            made_at=now,
        )
        item.delivery, item.pace, item.outcome = delivery, Pace.INSTANT, Outcome.TAKEN
        deliveries.append(delivery)
    Delivery.objects.bulk_create(deliveries)
