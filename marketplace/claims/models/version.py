"""What a firm sent: every version as it was, its files, and scans of the stamped print."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.models.claim import Claim
from marketplace.files.models import Blob
from marketplace.journal.models import InsertOnly


class ClaimVersion(InsertOnly):
    """An application as it was sent once, in canonical JSON with its SHA-256."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    checks = models.JSONField(default=list)
    """What was known of applicant and partners when it was sent; no part of the digest."""
    submitted_at = models.DateTimeField(pgettext_lazy("application", "submitted"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("submitted by"), related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "number"], name="claims_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="claims_version_from_one"),
        ]
        ordering: ClassVar = ["number"]
        verbose_name = _("version of an application")
        verbose_name_plural = _("versions of applications")

    def __str__(self) -> str:
        """Return receipt and number."""
        return f"{self.claim} · {self.number}"

    @property
    def sheet(self) -> dict[str, Any]:
        """Return the content that the digest covers."""
        sheet: dict[str, Any] = json.loads(self.content)
        return sheet

    @property
    def application(self) -> dict[str, Any]:
        """Return what the firm wrote."""
        application: dict[str, Any] = self.sheet["application"]
        return application


class VersionFile(InsertOnly):
    """A file that was sent with a version."""

    version = models.ForeignKey(ClaimVersion, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)


class StampedReceipt(InsertOnly):
    """A scan of a version's print that the firm signed and stamped."""

    version = models.ForeignKey(ClaimVersion, models.PROTECT, related_name="scans")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(_("attached"))
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("stamped receipt")
        verbose_name_plural = _("stamped receipts")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
