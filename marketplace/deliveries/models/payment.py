"""Payments as they are planned, applied for, approved and recorded; no money moves here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import Installment
from marketplace.deliveries.models.delivery import Delivery
from marketplace.deliveries.models.texts import person, text_column
from marketplace.deliveries.transitions import PAYMENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from marketplace.accounts.models import User

_IN_WORK = ("applied", "endorsed", "approved", "paid")


class PaymentState(models.TextChoices):
    """How far a payment has come."""

    PLANNED = "planned", pgettext_lazy("payment", "planned")
    APPLIED = "applied", pgettext_lazy("payment", "applied for")
    ENDORSED = "endorsed", pgettext_lazy("payment", "waits for the approver")
    APPROVED = "approved", pgettext_lazy("payment", "approved")
    PAID = "paid", pgettext_lazy("payment", "paid")
    DROPPED = "dropped", pgettext_lazy("payment", "dropped")


class Payment(models.Model):
    """An installment of the agreement in its delivery."""

    State: ClassVar = PaymentState

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="payments")
    installment = models.OneToOneField(Installment, models.PROTECT, related_name="payment")
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.PLANNED
    )
    planned = models.DecimalField(_("planned, yuan"), max_digits=14, decimal_places=2)
    """What the agreement in force promises; nothing above it is applied for."""
    amount = models.DecimalField(_("applied for, yuan"), max_digits=14, decimal_places=2, null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = person(null=True)
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = person(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = person(null=True)
    paid_on = models.DateField(_("paid on"), null=True)
    reference = text_column(_("reference of the payment"), length=60)
    paid_by = person(null=True)
    note = text_column(_("reason"))
    """Why it was refused last."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(planned__gte=0)
                & (Q(amount__isnull=True) | Q(amount__gt=0, amount__lte=F("planned"))),
                name="deliveries_never_paid_above_the_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_IN_WORK)
                | Q(amount__isnull=False, applied_by__isnull=False, applied_at__isnull=False),
                name="deliveries_paid_once_applied_for",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paid"])
                | Q(
                    endorsed_by__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                ),
                name="deliveries_paid_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("endorsed_by")),
                name="deliveries_payment_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False, paid_by__isnull=False)
                & ~Q(reference="")
                | ~Q(state="paid") & Q(paid_on__isnull=True, paid_by__isnull=True, reference=""),
                name="deliveries_paid_with_a_reference",
            ),
        ]
        ordering: ClassVar = ["installment__position", "id"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        """Return the installment's title."""
        return self.installment.title

    def plan_anew(self, amount: Decimal) -> None:
        """Be planned with another amount, as an amended agreement promises."""
        self.planned = amount

    def apply(self, *, by: User, at: datetime, amount: Decimal) -> None:
        """Enter the state applied for; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("apply", self.state)
        self.applied_by, self.applied_at, self.amount, self.note = by, at, amount, ""

    def endorse(self, *, by: User, at: datetime) -> None:
        """Enter the state that waits for the approver; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("endorse", self.state)
        self.endorsed_by, self.endorsed_at = by, at

    def refuse(self, *, reason: str) -> None:
        """Be as planned again, with a reason; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("refuse", self.state)
        self.applied_by = self.endorsed_by = None
        self.applied_at = self.endorsed_at = self.amount = None
        self.note = reason

    def approve(self, *, by: User, at: datetime) -> None:
        """Enter the state approved; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("approve", self.state)
        self.approved_by, self.approved_at = by, at

    def pay(self, *, by: User, on: date, reference: str) -> None:
        """Record that it was paid; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("pay", self.state)
        self.paid_by, self.paid_on, self.reference = by, on, reference

    def drop(self) -> None:
        """Enter the state dropped; Refusal when the machine forbids it."""
        self.state = PAYMENT.target("drop", self.state)

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "delivery": self.delivery_id,
            "installment": self.installment_id,
            "state": str(self.state),
            "amounts": [self.planned, self.amount],
            "applied": [self.applied_at, self.applied_by_id],
            "endorsed": [self.endorsed_at, self.endorsed_by_id],
            "approved": [self.approved_at, self.approved_by_id],
            "paid": [self.paid_on, self.reference, self.paid_by_id],
            "note": self.note,
        }
