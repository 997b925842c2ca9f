"""Versions of an agreement that stand for ever, and the turns in which two sides came to one."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models.agreement import NOTE_LENGTH, Agreement, Side
from marketplace.journal.models import InsertOnly


class AgreementVersion(InsertOnly):
    """An agreement as it was written once, in canonical JSON with its SHA-256."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    written_at = models.DateTimeField(pgettext_lazy("version", "written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Who wrote it; nobody where the portal did, from the bid."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreements_version_from_one"),
        ]
        ordering: ClassVar = ["number"]
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")

    def __str__(self) -> str:
        """Return agreement and number."""
        return f"{self.agreement} · {self.number}"

    @property
    def sheet(self) -> dict[str, Any]:
        """Return the content that the digest covers."""
        sheet: dict[str, Any] = json.loads(self.content)
        return sheet


class TurnKind(models.TextChoices):
    """What a side did with a version."""

    OFFER = "offer", pgettext_lazy("turn", "offered")
    HAND_BACK = "hand_back", pgettext_lazy("turn", "returned with words")
    TAKE_BACK = "take_back", pgettext_lazy("turn", "taken back for changes")
    AGREE = "agree", pgettext_lazy("turn", "agreed")
    AMEND = "amend", pgettext_lazy("turn", "amended")


class Turn(InsertOnly):
    """That a side offered, returned, agreed to or amended a version, and what it said."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=10, choices=TurnKind.choices)
    side = models.CharField(max_length=5, choices=Side.choices)
    words = models.CharField(_("in words"), max_length=NOTE_LENGTH, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="hand_back") | ~Q(words=""), name="agreements_returned_in_words"
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
