"""What a member scores: marks while they are written, and sheets as they were signed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Bid
from marketplace.challenges.models import TOP, Criterion
from marketplace.journal.models import InsertOnly
from marketplace.reviews.models.round import ReviewRound
from marketplace.reviews.models.seat import WORDS_LENGTH, Seat, no_nulls
from marketplace.reviews.score_querysets import SheetQuerySet

SCORE_AT_MOST: Final = TOP
"""The longest scale that a criterion has."""
ON_SCALE: Final = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(SCORE_AT_MOST)))


def top_field() -> models.PositiveSmallIntegerField[Any, Any]:
    """Return the column that keeps a criterion's highest score beside a score, for constraints."""
    return models.PositiveSmallIntegerField(default=SCORE_AT_MOST, editable=False)


def on_scale(name: str) -> Q:
    """Return the condition that a score is missing, or lies on the scale of its criterion."""
    score = {f"{name}__gte": 0, f"{name}__lte": F("top")}
    return Q(top__gte=1, top__lte=SCORE_AT_MOST) & (Q(**{f"{name}__isnull": True}) | Q(**score))


def score_field(label: Any) -> models.DecimalField[Any, Any]:
    """Return the column of a score: from 0 to 100, with one decimal; it may still be missing."""
    return models.DecimalField(
        label, max_digits=4, decimal_places=1, null=True, blank=True, validators=ON_SCALE
    )


class Mark(models.Model):
    """A member's score of one bid by one criterion, with a comment; it changes until filed."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="marks")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    score = score_field(_("score"))
    top = top_field()
    comment = models.CharField(
        _("comment"), max_length=WORDS_LENGTH, blank=True, validators=[no_nulls]
    )
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "bid", "criterion"], name="reviews_a_mark_stands_once"
            ),
            models.CheckConstraint(condition=on_scale("score"), name="reviews_mark_on_its_scale"),
        ]
        ordering: ClassVar = ["seat", "bid", "criterion__position"]
        verbose_name = _("mark of a score sheet")
        verbose_name_plural = _("marks of score sheets")

    def __str__(self) -> str:
        """Return the score."""
        return str(self.score)


class Sheet(InsertOnly):
    """A score sheet as a member signed it once, in canonical JSON with its SHA-256."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="sheets")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    filed_at = models.DateTimeField(_("signed"))

    objects: ClassVar[Any] = SheetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "number"], name="reviews_sheet_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reviews_sheet_from_one"),
        ]
        ordering: ClassVar = ["seat__place", "number"]
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")

    def __str__(self) -> str:
        """Return seat and version."""
        return f"{self.seat} · {self.number}"

    @property
    def marks(self) -> dict[str, dict[str, dict[str, str]]]:
        """Return score and comment by the bid's receipt and the criterion's key."""
        found: dict[str, dict[str, dict[str, str]]] = json.loads(self.content)["bids"]
        return found

    def scores(self) -> dict[str, dict[str, Decimal]]:
        """Return the scores alone, as numbers."""
        return {
            bid: {key: Decimal(one["score"]) for key, one in marks.items()}
            for bid, marks in self.marks.items()
        }

    def journal_state(self) -> dict[str, object]:
        """Return what the journal vouches for."""
        return {
            "round": self.round_id,
            "seat": self.seat_id,
            "number": self.number,
            "content": self.content,
            "digest": self.digest,
            "filed_at": self.filed_at,
        }
