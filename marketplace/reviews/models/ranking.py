"""What the panel agrees on: the chair's findings, and the ranking that follows, frozen."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Bid
from marketplace.challenges.models import Criterion
from marketplace.core.canonical import digest
from marketplace.journal.models import InsertOnly
from marketplace.reviews.models.round import ReviewRound
from marketplace.reviews.models.seat import WORDS_LENGTH, Seat, no_nulls
from marketplace.reviews.models.sheet import on_scale, score_field, top_field
from marketplace.reviews.score_querysets import RankingQuerySet


class Finding(models.Model):
    """What the chair writes of one bid by one criterion; it changes until the ranking is frozen."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="findings")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    note = models.CharField(
        _("what the panel found"), max_length=WORDS_LENGTH, blank=True, validators=[no_nulls]
    )
    agreed = score_field(_("agreed score"))
    top = top_field()
    reason = models.CharField(
        _("why it lies beyond the sheets"), max_length=200, blank=True, validators=[no_nulls]
    )
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "bid", "criterion"], name="reviews_a_finding_stands_once"
            ),
            models.CheckConstraint(
                condition=on_scale("agreed"), name="reviews_agreed_on_its_scale"
            ),
        ]
        ordering: ClassVar = ["round", "bid", "criterion__position"]
        verbose_name = _("finding of a panel")
        verbose_name_plural = _("findings of panels")

    def __str__(self) -> str:
        """Return the note."""
        return self.note


class Ranking(InsertOnly):
    """The result of a round in canonical JSON: rules, sheets, findings, lines; with its SHA-256."""

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="ranking")
    chair = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    content = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"))

    objects: ClassVar[Any] = RankingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["round"]
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")

    def __str__(self) -> str:
        """Return the round."""
        return str(self.round)

    @property
    def record(self) -> dict[str, Any]:
        """Return what the digest covers."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def is_standing(self) -> bool:
        """Return whether it counts: no objection has replaced it."""
        is_standing: bool = self.round.state == self.round.State.RANKED
        return is_standing

    @property
    def is_whole(self) -> bool:
        """Return whether the record is the one that the digest was made of."""
        return digest(self.record) == self.digest

    def ranks(self) -> dict[str, int]:
        """Return the ranks by the bids' receipts, without those that have none."""
        return {
            one["bid"]: int(one["rank"]) for one in self.record["lines"] if one["rank"] is not None
        }

    def total_of(self, receipt: str) -> Decimal | None:
        """Return the total of a bid, None where it was not judged."""
        found = (one["total"] for one in self.record["lines"] if one["bid"] == receipt)
        total = next(found, None)
        return None if total is None else Decimal(total)

    def journal_state(self) -> dict[str, object]:
        """Return what the journal vouches for."""
        return {
            "round": self.round_id,
            "chair": self.chair_id,
            "content": self.content,
            "digest": self.digest,
            "frozen_at": self.frozen_at,
        }
