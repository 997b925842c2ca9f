"""Reasons for which a challenge leaves the chain; their labels are the staff's to edit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class WayOut(models.TextChoices):
    """The ends of a challenge beside the chain."""

    ARGUED_DOWN = "argued_down", _("rejected as unfit")
    FAILED = "failed", _("ended without a result")
    TERMINATED = "terminated", _("terminated")
    WITHDRAWN = "withdrawn", _("withdrawn before publication")


class ExitReason(models.Model):
    """A code that never changes, for one way out, and the label that people read."""

    way_out = models.CharField(_("way out"), max_length=12, choices=WayOut.choices)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=80)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        ordering: ClassVar = ["way_out", "id"]
        verbose_name = _("reason of a side exit")
        verbose_name_plural = _("reasons of side exits")

    def __str__(self) -> str:
        """Return the label."""
        return self.label
