"""Questions about the codes by which people prove their addresses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.db import models

DAY: Final = timedelta(days=1)


class ProofQuerySet(models.QuerySet[Any]):
    """Codes that people asked for."""

    def open(self) -> Self:
        """Return those that were not used and not overtaken by another."""
        return self.filter(settled_at=None)

    def of(self, user_id: int, channel: str) -> Self:
        """Return a person's on a channel, the newest first."""
        return self.filter(user=user_id, channel=channel).order_by("-asked_at", "-pk")

    def asked_within_a_day(self, now: datetime) -> Self:
        """Return those that were asked for within a day, whether or not a message went out."""
        return self.filter(asked_at__gt=now - DAY)

    def drawn_within_a_day(self, channel: str, address: str, *, now: datetime) -> Self:
        """Return those that went to an address within a day, whoever asked for them."""
        return self.filter(channel=channel, address=address, drawn_at__gt=now - DAY)
