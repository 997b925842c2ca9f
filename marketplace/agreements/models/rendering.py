"""Files that were made of a version, kept so that each is made once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models.version import AgreementVersion
from marketplace.files.models import Blob
from marketplace.journal.models import InsertOnly


class FileKind(models.TextChoices):
    """What kind of file is made."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


class Rendering(InsertOnly):
    """A version as a file."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="renderings")
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind"], name="agreements_rendered_once"),
        ]
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
