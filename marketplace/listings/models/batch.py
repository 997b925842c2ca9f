"""Batches: items published together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """A batch (第N批) of one year."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    order = models.PositiveSmallIntegerField(_("order within the year"))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "order"], name="listings_batch_once"),
        ]
        ordering: ClassVar = ["-year", "-order"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
