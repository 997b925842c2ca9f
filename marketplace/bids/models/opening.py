"""The one opening of a challenge's bids, and every attempt at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.bids.transitions import OPENING
from marketplace.challenges.models import Challenge

if TYPE_CHECKING:
    from datetime import datetime


class OpeningState(models.TextChoices):
    """How far an opening has come."""

    RUNNING = "running", _("being opened")
    FINISHED = "finished", pgettext_lazy("opening", "opened")
    TOO_FEW = "too_few", _("too few bids, none was opened")


class Opening(models.Model):
    """The opening of a challenge: who began it, who was there, and the record that is published."""

    State: ClassVar = OpeningState

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="opening")
    state = models.CharField(
        max_length=10, choices=OpeningState.choices, default=OpeningState.RUNNING
    )
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    present = models.CharField(_("who is present"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    total = models.PositiveIntegerField(_("bids"), null=True)
    acts = models.JSONField(default=list)
    """What was done with the envelopes before the close: when, by whom, for whom; for the audit."""
    broken = models.PositiveIntegerField(_("envelopes that were damaged"), default=0)
    """How many envelopes were altered until the opening; nobody knows of them what they held."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True, total__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False, total__isnull=False)),
                name="bids_opening_finished_with_its_number",
            ),
        ]
        verbose_name = _("opening")
        verbose_name_plural = _("openings")

    def __str__(self) -> str:
        """Return which challenge is opened."""
        return str(self.challenge)

    @property
    def is_over(self) -> bool:
        """Return whether the record stands."""
        return self.state != OpeningState.RUNNING

    def settle(self, verb: str, *, at: datetime, total: int) -> None:
        """End the opening with its number of bids; Refusal when the machine forbids it."""
        self.state = OPENING.target(verb, self.state)
        self.finished_at, self.total = at, total

    def journal_state(self) -> dict[str, object]:
        """Return what the record says, for the journal's digests."""
        return {
            "challenge": self.challenge_id,
            "state": str(self.state),
            "begun": [self.begun_at, self.begun_by_id],
            "present": self.present,
            "finished_at": self.finished_at,
            "total": self.total,
            "acts": self.acts,
            **({"broken": self.broken} if self.broken else {}),
        }


class OpeningAttempt(models.Model):
    """That somebody tried to open the bids, and what the portal answered."""

    ALLOWED: ClassVar = "allowed"

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="opening_attempts")
    at = models.DateTimeField(pgettext_lazy("attempt", "when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=pgettext_lazy("attempt", "who"),
        related_name="+",
    )
    answer = models.CharField(_("answer"), max_length=40)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("attempt to open")
        verbose_name_plural = _("attempts to open")

    def __str__(self) -> str:
        """Return who tried and what came of it."""
        return f"{self.by} · {self.answer}"
