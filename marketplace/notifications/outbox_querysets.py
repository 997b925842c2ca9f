"""Questions about what waits to leave the portal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries."""

    def due(self, channel: str, now: datetime) -> Self:
        """Return those of a channel that wait for nothing but their turn, the oldest first."""
        waiting = self.filter(state="waiting", channel=channel, due_at__lte=now)
        return waiting.order_by("due_at", "pk")

    def codes(self) -> Self:
        """Return those that bring a code, for which somebody waits."""
        return self.filter(proof__isnull=False)

    def settled_before(self, instant: datetime) -> Self:
        """Return those that were settled before an instant, the oldest first."""
        # What was settled before was made before, which an index knows.
        return self.filter(made_at__lt=instant, settled_at__lt=instant).order_by("made_at", "pk")

    def under_way(self, channel: str) -> Self:
        """Return those of a channel that are being sent, or were when their process died."""
        return self.filter(state="sending", channel=channel)


class ItemQuerySet(models.QuerySet[Any]):
    """Notifications on channels outside."""

    def waiting(self) -> Self:
        """Return those that wait for a digest."""
        return self.filter(outcome="waiting")

    def of(self, user_id: int) -> Self:
        """Return a person's."""
        return self.filter(notification__user=user_id)
