"""Addenda (变更公告): how a demand changed after its publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from marketplace.listings.models.demand import WHY_LENGTH, Demand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Addendum(models.Model):
    """One change of a published demand, numbered from 1; what stands here is never edited."""

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="addenda"
    )
    number = models.PositiveIntegerField(_("number"))
    is_material = models.BooleanField(_("material"))
    why = models.CharField(_("why it changes"), max_length=WHY_LENGTH, blank=True)
    differences = models.JSONField(_("differences"), default=list)
    """Field by field: `name`, and the lines `before` and `after`, in the portal's language."""
    opens_before = models.DateTimeField(null=True)
    opens_after = models.DateTimeField(null=True)
    questions_close_before = models.DateTimeField(null=True)
    questions_close_after = models.DateTimeField(null=True)
    closes_before = models.DateTimeField(null=True)
    closes_after = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("published"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name=_("published by"),
        related_name="+",
    )
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["demand", "number"], name="listings_addendum_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="listings_addendum_counts_from_one"
            ),
        ]
        ordering: ClassVar = ["demand", "number"]
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)

    @property
    def moves_the_close(self) -> bool:
        """Return whether applications close at another instant than before."""
        return self.closes_before != self.closes_after

    def journal_state(self) -> Mapping[str, object]:
        """Return all that was announced."""
        return {
            "demand": self.demand_id,
            "number": self.number,
            "is_material": self.is_material,
            "why": self.why,
            "differences": self.differences,
            "deadlines": self._deadlines(),
            "revision": self.revision_id,
        }

    def _deadlines(self) -> list[list[datetime | None]]:
        names: tuple[Any, ...] = ("opens", "questions_close", "closes")
        return [[getattr(self, f"{n}_before"), getattr(self, f"{n}_after")] for n in names]
