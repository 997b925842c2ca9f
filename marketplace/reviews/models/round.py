"""A round of scoring: the same bids judged by the same panel once, until its ranking is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.reviews.models.panel import Panel
from marketplace.reviews.score_querysets import ReviewRoundQuerySet
from marketplace.reviews.transitions import ROUND

if TYPE_CHECKING:
    from datetime import datetime


class RoundState(models.TextChoices):
    """How far a round has come."""

    SCORING = "scoring", pgettext_lazy("round of scoring", "under review")
    RANKED = "ranked", pgettext_lazy("round of scoring", "ranked")
    REPLACED = "replaced", pgettext_lazy("round of scoring", "replaced after an objection")
    DROPPED = "dropped", pgettext_lazy("round of scoring", "ended without a ranking")


class ReviewRound(models.Model):
    """One scoring by a panel; a challenge has one at most that goes on or counts."""

    State: ClassVar = RoundState
    STANDING: ClassVar = (RoundState.SCORING, RoundState.RANKED)

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.SCORING
    )
    opened_at = models.DateTimeField(_("opened"))
    ranked_at = models.DateTimeField(_("ranked"), null=True)
    shown_at = models.DateTimeField(_("on show since"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="reviews_round_numbered"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(state__in=["scoring", "ranked"]),
                name="reviews_one_standing_round",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["scoring", "dropped"], ranked_at__isnull=True)
                | Q(state__in=["ranked", "replaced"], ranked_at__isnull=False),
                name="reviews_round_ranked_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["scoring", "ranked"], ended_at__isnull=True)
                | Q(state__in=["replaced", "dropped"], ended_at__isnull=False),
                name="reviews_round_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True) | Q(ranked_at__isnull=False),
                name="reviews_shown_once_ranked",
            ),
        ]
        ordering: ClassVar = ["panel", "number"]
        verbose_name = _("round of scoring")
        verbose_name_plural = _("rounds of scoring")

    def __str__(self) -> str:
        """Return challenge and number."""
        return f"{self.panel} · {self.number}"

    @property
    def is_scoring(self) -> bool:
        """Return whether sheets are taken."""
        is_scoring: bool = self.state == self.State.SCORING
        return is_scoring

    def move(self, verb: str, *, at: datetime) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = ROUND.target(verb, self.state)
        if verb == "rank":
            self.ranked_at = at
        else:
            self.ended_at = at

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "panel": self.panel_id,
            "number": self.number,
            "state": str(self.state),
            "instants": [self.opened_at, self.ranked_at, self.shown_at, self.ended_at],
        }
