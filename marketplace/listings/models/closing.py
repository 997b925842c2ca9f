"""Reminders that a demand closes: one row each, so that none is told twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from marketplace.listings.models.demand import Demand


class ClosingReminder(models.Model):
    """A reminder of one closing instant; a close that was moved is reminded of anew."""

    HOURS: ClassVar = (72, 24, 1)
    """How long before the close people are reminded, the longest first."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="reminders")
    closes_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["demand", "closes_at", "hours"], name="listings_reminded_once"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__lt=F("closes_at")), name="listings_reminded_before_close"
            ),
        ]
