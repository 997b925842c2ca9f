"""The panel of a challenge."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.challenges.models import Challenge
from marketplace.reviews.querysets import PanelQuerySet
from marketplace.reviews.transitions import PANEL


class PanelState(models.TextChoices):
    """How far a panel has come."""

    PROMISED = "promised", _("draw announced")
    DRAWN = "drawn", _("declarations under way")
    SEATED = "seated", _("complete")
    ENDED = "ended", pgettext_lazy("panel", "ended")


class Panel(models.Model):
    """Those who judge a challenge, from the announced draw on."""

    State: ClassVar = PanelState

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="panel")
    state = models.CharField(
        _("state"), max_length=10, choices=PanelState.choices, default=PanelState.PROMISED
    )
    seated_at = models.DateTimeField(_("complete since"), null=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="seated") | models.Q(seated_at__isnull=False),
                name="reviews_seated_at",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("panel")
        verbose_name_plural = _("panels")

    def __str__(self) -> str:
        """Return the challenge's title."""
        return str(self.challenge)

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = PANEL.target(verb, self.state)

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "challenge": self.challenge_id,
            "state": str(self.state),
            "seated_at": self.seated_at,
        }
