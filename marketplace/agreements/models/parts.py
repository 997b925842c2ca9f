"""The parts of an agreement: stages, promises, payments, clauses, and the firm's partners."""

from __future__ import annotations

from typing import ClassVar, Final

from django.core.validators import MinValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models.agreement import Agreement, money
from marketplace.agreements.models.terms import CLAUSE_LENGTH
from marketplace.listings.models import Indicator
from marketplace.organisations.models import Organisation

TITLE_LENGTH: Final = 80
VALUE_LENGTH: Final = 1000

_no_nulls: Final = ProhibitNullCharactersValidator()


class Milestone(models.Model):
    """Something that is done by a day; stages count from 1, and a gate stops or lets go on."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("milestone"), max_length=TITLE_LENGTH, validators=[_no_nulls])
    due_on = models.DateField(_("due on"))
    stage = models.PositiveSmallIntegerField(
        _("stage"), default=1, validators=[MinValueValidator(1)]
    )
    is_gate = models.BooleanField(_("goes on or stops here"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="agreements_milestone_position_once"
            ),
            models.CheckConstraint(
                condition=Q(stage__gte=1), name="agreements_stages_count_from_one"
            ),
        ]
        ordering: ClassVar = ["agreement", "position"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Promise(models.Model):
    """What the firm promised for an indicator, and by which milestone."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="promises")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="promises")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    asked = models.CharField(_("what was asked for"), max_length=240)
    method = models.CharField(_("how it is accepted"), max_length=120, blank=True)
    answered = models.CharField(_("what the bid answered"), max_length=VALUE_LENGTH)
    value = models.CharField(_("promised value"), max_length=VALUE_LENGTH, validators=[_no_nulls])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "indicator"], name="agreements_promised_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "position"], name="agreements_promise_position_once"
            ),
        ]
        ordering: ClassVar = ["agreement", "position"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    def __str__(self) -> str:
        """Return the indicator and the promised value."""
        return f"{self.asked}：{self.value}"


class Installment(models.Model):
    """A planned payment of public money; bound to a milestone, or due on signing."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="installments")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="installments"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("payment"), max_length=TITLE_LENGTH, validators=[_no_nulls])
    amount = money(_("amount, yuan"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="agreements_installment_position_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="agreements_installment_pays_something"
            ),
        ]
        ordering: ClassVar = ["agreement", "position"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Clause(models.Model):
    """A clause of the agreement, first as the programme has it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=60, validators=[_no_nulls])
    text = models.CharField(_("text"), max_length=CLAUSE_LENGTH, validators=[_no_nulls])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "position"], name="agreements_clause_position_once"
            ),
        ]
        ordering: ClassVar = ["agreement", "position"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Partner(models.Model):
    """A partner of the firm's consortium; its people read the agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("partner"), related_name="+"
    )
    part = models.CharField(_("part"), max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="agreements_partner_once"
            ),
        ]
        ordering: ClassVar = ["agreement", "id"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        """Return the organisation."""
        return str(self.organisation)
