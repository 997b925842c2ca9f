"""What each side says of the other once the result was accepted."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models.cooperation import (
    REASON_LENGTH,
    Cooperation,
    Side,
    no_nulls,
)

RATING_DAYS: Final = 14
"""How many days after the acceptance ratings are taken; then each side reads the other's."""

BEST: Final = 5


class Rating(models.Model):
    """One side's rating of the other, once and never changed."""

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="ratings")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    stars = models.PositiveSmallIntegerField(
        _("rating from 1 to 5"), validators=[MinValueValidator(1), MaxValueValidator(BEST)]
    )
    text = models.CharField(_("in words"), max_length=REASON_LENGTH, validators=[no_nulls])
    at = models.DateTimeField(_("rated"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cooperation", "side"], name="cooperations_rated_once_a_side"
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=BEST), name="cooperations_stars_in_range"
            ),
        ]
        ordering: ClassVar = ["at", "id"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")

    def __str__(self) -> str:
        """Return the side and its stars."""
        return f"{self.get_side_display()} {self.stars}"
