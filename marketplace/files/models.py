"""Private immutable files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.journal.models import InsertOnly


class Blob(InsertOnly):
    """A file's bytes, stored once under their SHA-256 outside the media root, never changed."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(max_length=100)
    original_name = models.CharField(_("file name"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the name it was uploaded under."""
        return self.original_name

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Return where the bytes of a digest lie below BLOB_ROOT, whether they are there or not."""
    return Path(settings.BLOB_ROOT) / sha256[:2] / sha256[2:4] / sha256
