"""What is known of an organisation: qualifications and credit facts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models.organisation import Organisation
from marketplace.taxonomy.models import QualificationKind


class Qualification(models.Model):
    """A qualification that an organisation holds, with its validity."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="qualifications")
    kind = models.ForeignKey(QualificationKind, models.PROTECT, verbose_name=_("kind"))
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=models.F("valid_until")),
                name="organisations_validity_forwards",
                violation_error_code="validity",
                violation_error_message=_("The last day of validity comes before the first."),
            ),
        ]
        ordering: ClassVar = ["kind__sort_order", "id"]
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self) -> str:
        """Return the kind and its number."""
        return f"{self.kind} {self.number}".strip()

    def holds_on(self, day: date) -> bool | None:
        """Return whether it is valid on a day; None where no validity was given."""
        if self.valid_until is None:
            return None
        return self.valid_until >= day and (self.valid_from is None or self.valid_from <= day)


class CreditFact(models.Model):
    """A dated, sourced fact about an organisation's credit; the newest of a kind counts."""

    class FactKind(models.TextChoices):
        """Which list the fact speaks of."""

        ABNORMAL = "abnormal", _("list of abnormal operations")
        SERIOUS = "serious", _("list of serious violations and dishonesty")
        DISHONEST = "dishonest", _("list of dishonest persons subject to enforcement")

    class Answer(models.TextChoices):
        """Whether the organisation stands on that list."""

        YES = "yes", _("listed")
        NO = "no", _("not listed")
        UNKNOWN = "unknown", _("not known")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="credit_facts")
    kind = models.CharField(_("list of the authorities"), max_length=10, choices=FactKind.choices)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering: ClassVar = ["-as_of", "-id"]
        verbose_name = _("credit fact")
        verbose_name_plural = _("credit facts")

    def __str__(self) -> str:
        """Return list and answer."""
        return f"{self.get_kind_display()}: {self.get_answer_display()}"
