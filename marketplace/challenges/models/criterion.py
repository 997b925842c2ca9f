"""What the bids of a challenge are scored by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models.challenge import TOP, Challenge, no_nulls


class Criterion(models.Model):
    """A criterion with its weight in percent, its scale, and the least score that it asks for."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=60, validators=[no_nulls])
    weight = models.DecimalField(_("weight, percent"), max_digits=5, decimal_places=2)
    minimum = models.DecimalField(
        _("least score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    top = models.PositiveSmallIntegerField(_("highest score"), default=TOP)
    """Scores lie between nought and this; points are the same whatever the scale."""
    position = models.PositiveSmallIntegerField(_("position"))
    guidance = models.CharField(
        _("how it is scored"), max_length=300, blank=True, validators=[no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="challenges_criterion_weighs_something",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gte=0, minimum__lte=F("top")),
                name="challenges_criterion_minimum_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(top__gte=1, top__lte=TOP), name="challenges_criterion_scale_to_hundred"
            ),
            models.UniqueConstraint(
                fields=["challenge", "position"], name="challenges_criterion_position_once"
            ),
            models.UniqueConstraint(
                fields=["challenge", "name"], name="challenges_criterion_name_once"
            ),
        ]
        ordering: ClassVar = ["challenge", "position"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
