"""Which demand was listed again as which."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.listings.models import Demand


class Relisting(models.Model):
    """A demand that closed without a fit, and the new one that was copied from it.

    The successor is always the younger row, so no chain of them is a circle.
    """

    ancestor = models.OneToOneField(Demand, models.PROTECT, related_name="relisted_as")
    successor = models.OneToOneField(Demand, models.PROTECT, related_name="relisted_from")
    at = models.DateTimeField(_("relisted"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(_("announced"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(successor__gt=F("ancestor")), name="claims_relisted_as_a_younger_one"
            ),
        ]
        verbose_name = _("relisting")
        verbose_name_plural = _("relistings")

    def __str__(self) -> str:
        """Return both demands."""
        return f"{self.ancestor_id} → {self.successor_id}"
