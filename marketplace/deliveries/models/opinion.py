"""What a member of the panel finds of each item that was handed in for acceptance."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from marketplace.deliveries.models.acceptance import HandIn
from marketplace.journal.models import InsertOnly
from marketplace.reviews.models import Seat


class Opinion(InsertOnly):
    """Whether each item is met, as one member of the panel found; the owner decides after it."""

    hand_in = models.ForeignKey(HandIn, models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="opinions")
    items = models.JSONField()
    """Rows of {"promise", "is_met", "note"}."""
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hand_in", "seat"], name="deliveries_heard_once_on_a_hand_in"
            ),
        ]
        ordering: ClassVar = ["hand_in", "seat__place", "id"]
