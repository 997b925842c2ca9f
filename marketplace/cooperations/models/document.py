"""The document of an agreement, a private file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models.cooperation import Cooperation
from marketplace.files.models import Blob


class AgreementDocument(models.Model):
    """The agreement's file, read by both sides and nobody else."""

    cooperation = models.OneToOneField(Cooperation, models.PROTECT, related_name="document")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("document of the agreement")
        verbose_name_plural = _("documents of agreements")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
