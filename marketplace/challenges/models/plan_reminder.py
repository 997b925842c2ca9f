"""Reminders of planned days: one row each, so that none is told twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.challenges.models.challenge import Challenge
from marketplace.listings.timetable import PLANNED


class PlanReminder(models.Model):
    """That a step was reminded of, on its planned day or after it; a day moved is another day."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="plan_reminders")
    step = models.CharField(max_length=16)
    day = models.DateField()
    is_late = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "step", "day", "is_late"], name="challenges_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(step__in=PLANNED), name="challenges_planned_steps_are_known"
            ),
        ]
