"""What staff set for the agreements of a programme: clauses, the pace, reasons of an end."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from marketplace.challenges.models import Programme

CLAUSE_LENGTH: Final = 3000


class Terms(ClusterableModel):
    """What the agreements of a programme start from."""

    programme = models.OneToOneField(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="terms"
    )
    act_workdays = models.PositiveSmallIntegerField(
        _("working days in which a side acts on its agreement"), default=5
    )
    sign_workdays = models.PositiveSmallIntegerField(
        _("working days from the award in which an agreement is signed"),
        default=22,
        help_text=_("After them its owner and the supervising department are told."),
    )
    signing_percent = models.PositiveSmallIntegerField(
        _("percent of the amount paid on signing"), default=30
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signing_percent__lte=100), name="agreements_terms_sign_for_a_share"
            ),
            models.CheckConstraint(
                condition=Q(act_workdays__gte=1), name="agreements_terms_leave_a_day"
            ),
            models.CheckConstraint(
                condition=Q(sign_workdays__gte=1), name="agreements_terms_leave_days_to_sign"
            ),
        ]
        ordering: ClassVar = ["programme"]
        verbose_name = _("terms of agreements")
        verbose_name_plural = _("terms of agreements")

    def __str__(self) -> str:
        """Return whose terms they are."""
        return str(self.programme)


class PlanStep(Orderable):
    """A milestone that a programme's agreements start with, and what is paid once it has passed."""

    terms = ParentalKey(Terms, on_delete=models.CASCADE, related_name="plan")
    title = models.CharField(_("milestone"), max_length=60)
    is_staged = models.BooleanField(
        _("of challenges that go on or stop at each stage"), default=False
    )
    at_percent = models.PositiveSmallIntegerField(_("percent of the period by which it is due"))
    paid_percent = models.PositiveSmallIntegerField(_("percent of the amount paid after it"))

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["terms", "is_staged", "title"], name="agreements_plan_step_once"
            ),
            models.CheckConstraint(
                condition=Q(at_percent__gte=1, at_percent__lte=100, paid_percent__lte=100),
                name="agreements_plan_counts_in_percent",
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class StandardClause(Orderable):
    """A clause that every new agreement of a programme starts with."""

    terms = ParentalKey(Terms, on_delete=models.CASCADE, related_name="clauses")
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=CLAUSE_LENGTH)

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class EndReason(models.Model):
    """A code that never changes and a label that staff edit: why no agreement came about."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=80)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("reason why no agreement came about")
        verbose_name_plural = _("reasons why no agreement came about")

    def __str__(self) -> str:
        """Return the label."""
        return self.label
