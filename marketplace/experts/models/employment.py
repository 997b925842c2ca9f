"""Where an expert works and worked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.experts.models.expert import Expert, no_nulls
from marketplace.organisations.credit_codes import validate_credit_code


class Employment(models.Model):
    """An employer of an expert from a day on, until a day or still; it is ended, never removed."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="employments")
    employer = models.CharField(_("employer"), max_length=120, validators=[no_nulls])
    credit_code = models.CharField(
        _("unified credit code"), max_length=18, blank=True, validators=[validate_credit_code]
    )
    position = models.CharField(
        pgettext_lazy("employment", "position"), max_length=60, blank=True, validators=[no_nulls]
    )
    begins = models.DateField(pgettext_lazy("employment", "since"))
    ends = models.DateField(pgettext_lazy("employment", "until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="experts_employment_in_order",
                violation_error_code="ends_taken",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=False) | ~Q(credit_code=""),
                name="experts_present_employer_has_code",
                violation_error_code="credit_code_taken",
                violation_error_message=_("A present employer needs its unified credit code."),
            ),
            models.CheckConstraint(condition=~Q(employer=""), name="experts_employer_named"),
        ]
        ordering: ClassVar = ["-begins", "-id"]
        verbose_name = _("employment")
        verbose_name_plural = _("employments")

    def __str__(self) -> str:
        """Return the employer."""
        return self.employer

    def facts(self) -> list[object]:
        """Return what the journal vouches for."""
        return [self.employer, self.credit_code, self.begins, self.ends]
