"""Forgets deliveries and codes that were settled long ago, a few at a time.

What keeps a message from going out twice is not forgotten: the notification, and that it had its
turn on a channel. A delivery that still waits is kept however old it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from marketplace.core import clock
from marketplace.journal.clock_jobs import every
from marketplace.notifications.models import Delivery, Item, Outcome, Proof

BATCH: Final = 500
BATCHES: Final = 20
"""So many at one start of the clock: the rest waits for the next."""


@every(seconds=600, name="notification_pruning")
def prune_deliveries() -> None:
    """Forget what was settled before the days of the setting, in short transactions."""
    before = clock.now() - timedelta(days=settings.DELIVERY_LOG_DAYS)
    for _ in range(BATCHES):
        rows = Delivery.objects.settled_before(before)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        if not keys:
            break
        _forget(keys)
    old = Proof.objects.filter(ends_at__lt=before, deliveries=None)
    Proof.objects.filter(pk__in=list(old.values_list("pk", flat=True)[: BATCH * BATCHES])).delete()


@transaction.atomic
def _forget(keys: list[int]) -> None:
    items = Item.objects.filter(delivery__in=keys)
    items.update(outcome=Outcome.PAST, delivery=None)
    Delivery.objects.filter(pk__in=keys).delete()
