"""Scans of the approval sheet that was printed, signed and stamped."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from marketplace.files.models import Blob


class StampedSheet(models.Model):
    """A scan of a version's stamped approval sheet, for its owner and the portal's staff."""

    LABEL = "listings.stampedsheet"
    """Under which its file is downloaded."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("stamped approval sheet")
        verbose_name_plural = _("stamped approval sheets")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
