"""Requests to take over what was entered from a list."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.organisations.models.organisation import Organisation


class TakeoverState(models.TextChoices):
    """How far a request to take over a placeholder has come."""

    SUBMITTED = "submitted", pgettext_lazy("takeover", "submitted")
    CONFIRMED = "confirmed", pgettext_lazy("takeover", "confirmed")
    DECLINED = "declined", pgettext_lazy("takeover", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("takeover", "withdrawn")


class TakeoverRequest(models.Model):
    """A verified organisation's request (认领) to take over a placeholder and its items."""

    placeholder = models.ForeignKey(
        Organisation, models.PROTECT, related_name="takeovers", verbose_name=_("placeholder")
    )
    claimant = models.ForeignKey(
        Organisation, models.PROTECT, related_name="takeovers_asked", verbose_name=_("claimant")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    grounds = models.CharField(_("grounds"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=TakeoverState.choices, default=TakeoverState.SUBMITTED
    )
    created = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placeholder", "claimant"],
                condition=Q(state="submitted"),
                name="organisations_takeover_open_once",
            ),
            models.UniqueConstraint(
                fields=["placeholder"],
                condition=Q(state="confirmed"),
                name="organisations_taken_over_once",
            ),
            models.CheckConstraint(
                condition=~Q(placeholder=models.F("claimant")),
                name="organisations_takeover_of_another",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("takeover request")
        verbose_name_plural = _("takeover requests")

    def __str__(self) -> str:
        """Return who asks for whom."""
        return f"{self.claimant} ← {self.placeholder}"
