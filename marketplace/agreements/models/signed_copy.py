"""Signed copies of a version: one side sends its own, the other confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models.agreement import NOTE_LENGTH, Agreement, Side
from marketplace.agreements.models.version import AgreementVersion
from marketplace.agreements.transitions import SIGNED_COPY
from marketplace.files.models import Blob

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


class CopyState(models.TextChoices):
    """Whether the other side has looked at a signed copy."""

    SENT = "sent", _("waits for the other side")
    CONFIRMED = "confirmed", pgettext_lazy("signed copy", "confirmed")
    REJECTED = "rejected", pgettext_lazy("signed copy", "rejected")
    REPLACED = "replaced", pgettext_lazy("signed copy", "replaced")


class SignedCopy(models.Model):
    """A scan of a version that one side signed and stamped."""

    State: ClassVar = CopyState

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="copies")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="copies")
    side = models.CharField(max_length=5, choices=Side.choices)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=CopyState.choices, default=CopyState.SENT
    )
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("looked at"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(
        _("in words"),
        max_length=NOTE_LENGTH,
        blank=True,
        validators=[ProhibitNullCharactersValidator()],
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "side"],
                condition=Q(state__in=["sent", "confirmed"]),
                name="agreements_one_standing_copy_a_side",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="sent") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="agreements_copy_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(words=""),
                name="agreements_copy_rejected_in_words",
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)

    def settle(self, verb: str, *, by: User, at: datetime, words: str = "") -> None:
        """Confirm, reject or replace it; Refusal when the machine forbids it."""
        self.state = SIGNED_COPY.target(verb, self.state)
        self.settled_by, self.settled_at, self.words = by, at, words
