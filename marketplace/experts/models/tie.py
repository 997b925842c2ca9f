"""What else ties an expert to an organisation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.experts.models.expert import Expert, no_nulls
from marketplace.organisations.credit_codes import validate_credit_code


class TieKind(models.TextChoices):
    """What kind of tie."""

    KIN = "kin", _("a close relative works there")
    SHARES = "shares", _("shares or another interest")
    CONTRACT = "contract", _("paid work, research or advice")
    DISPUTE = "dispute", _("a dispute")
    OTHER = "other", _("another tie")


class Tie(models.Model):
    """A tie that an expert declared; one that is over still counts for five years."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    organisation = models.CharField(_("organisation"), max_length=120, validators=[no_nulls])
    credit_code = models.CharField(
        _("unified credit code"), max_length=18, blank=True, validators=[validate_credit_code]
    )
    kind = models.CharField(_("kind of tie"), max_length=10, choices=TieKind.choices)
    ends = models.DateField(_("over since"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(organisation=""), name="experts_tie_named"),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("declared tie")
        verbose_name_plural = _("declared ties")

    def __str__(self) -> str:
        """Return the organisation."""
        return self.organisation

    def facts(self) -> list[object]:
        """Return what the journal vouches for."""
        return [self.organisation, self.credit_code, self.kind, self.ends]
