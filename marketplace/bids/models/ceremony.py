"""The key pair of an opening ceremony, and the three people who hold its shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import Challenge
from marketplace.sealing.shares import SHARES

if TYPE_CHECKING:
    from datetime import datetime


class CeremonyKey(models.Model):
    """The public half of a challenge's key pair; its secret exists in shares only."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="ceremony_key")
    public = models.BinaryField()
    made_at = models.DateTimeField(_("made"))
    ready_at = models.DateTimeField(_("all openers have rehearsed"), null=True)
    """When bids could first be sealed to it; it is never taken back."""

    class Meta:
        verbose_name = _("key of a ceremony")
        verbose_name_plural = _("keys of ceremonies")


class Opener(models.Model):
    """Somebody who holds one of three shares, locked by a passphrase that nobody else knows.

    `locked` is the opener's own secret under the passphrase, `public` its other half; the share is
    sealed to that, so that shares can be dealt without the passphrases.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="openers")
    number = models.PositiveSmallIntegerField(_("share"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("opener"), related_name="+"
    )
    public = models.BinaryField(null=True)
    locked = models.BinaryField(null=True)
    share = models.BinaryField(null=True)
    share_digest = models.CharField(max_length=64, blank=True)
    rehearsed_at = models.DateTimeField(_("rehearsed"), null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    barred_until = models.DateTimeField(_("barred until"), null=True)
    handed = models.BinaryField(null=True)
    """The share as its opener gave it for the opening, wrapped by the keeper until it is over."""
    handed_at = models.DateTimeField(_("passphrase given"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="bids_one_opener_a_share"),
            models.UniqueConstraint(fields=["challenge", "user"], name="bids_one_share_an_opener"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=SHARES), name="bids_shares_one_to_three"
            ),
        ]
        ordering: ClassVar = ["number"]
        verbose_name = _("opener")
        verbose_name_plural = _("openers")

    def __str__(self) -> str:
        """Return who it is."""
        return str(self.user)

    @property
    def context(self) -> tuple[str, ...]:
        """Return what the opener's secret and share are bound to."""
        return ("opener", f"challenge:{self.challenge_id}", f"user:{self.user_id}")

    def is_barred_at(self, instant: datetime) -> bool:
        """Return whether too many wrong passphrases keep this opener waiting."""
        return self.barred_until is not None and instant < self.barred_until
