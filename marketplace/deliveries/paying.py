"""Payments, from the application to the record that money was paid; no money moves here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import to_wan
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.deliveries import permissions
from marketplace.deliveries.models import Payment
from marketplace.deliveries.noting import locked, note, require
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.core.refusals import Message

_APPLIED: Final = ("state", "amount", "applied_by", "applied_at", "note")
_REFUSED: Final = (*_APPLIED, "endorsed_by", "endorsed_at")
_CENT: Final = Decimal("0.01")


@transaction.atomic
def apply_for_payment(payment: Payment, *, by: User, amount: Decimal) -> Payment:
    """Apply for a planned payment once its milestone was checked, never above the plan."""
    payment = _locked(payment)
    require(permissions.may_apply(anew(by), payment))
    if fault := fault_of(amount, planned=payment.planned):
        raise mistakes({"amount": [fault]})
    payment.apply(by=by, at=clock.now(), amount=amount)
    return _saved(payment, _APPLIED, by=by)


@transaction.atomic
def endorse_payment(payment: Payment, *, by: User) -> Payment:
    """Find an application right; an approver decides next."""
    payment = _locked(payment)
    require(permissions.may_endorse(anew(by), payment))
    payment.endorse(by=by, at=clock.now())
    return _saved(payment, ("state", "endorsed_by", "endorsed_at"), by=by)


@transaction.atomic
def refuse_payment(payment: Payment, *, by: User, reason: str) -> Payment:
    """Refuse an application with the reason; the firm can apply anew."""
    payment = _locked(payment)
    require(permissions.may_refuse_payment(anew(by), payment))
    payment.refuse(reason=written(reason, "note", of=Payment))
    payment.save(update_fields=_REFUSED)
    return note("payment_refused", payment, of=payment.delivery, by=by)


@transaction.atomic
def approve_payment(payment: Payment, *, by: User) -> Payment:
    """Approve a payment that somebody else endorsed."""
    payment = _locked(payment)
    require(permissions.may_approve_payment(anew(by), payment))
    payment.approve(by=by, at=clock.now())
    return _saved(payment, ("state", "approved_by", "approved_at"), by=by)


@transaction.atomic
def record_payment(payment: Payment, *, by: User, on: date, reference: str) -> Payment:
    """Record on which day an approved payment was made, with its reference."""
    payment = _locked(payment)
    require(permissions.may_pay(anew(by), payment))
    now = clock.now()
    if not _day(payment.approved_at) <= on <= _day(now):
        raise mistakes({"paid_on": [_("A day from the approval on that is not to come.")]})
    payment.pay(by=by, on=on, reference=written(reference, "reference", of=Payment))
    return _saved(payment, ("state", "paid_by", "paid_on", "reference"), by=by)


def fault_of(amount: Decimal, *, planned: Decimal) -> Message:
    """Return why an amount cannot be applied for, or nothing."""
    if amount <= 0 or amount != amount.quantize(_CENT):
        return _("Give an amount above nothing, in whole cents.")
    if amount > planned:
        return format_lazy(_("At most {amount} 万元 are planned."), amount=to_wan(planned))
    return ""


def _day(instant: object) -> date:
    return instant.astimezone(SHANGHAI).date()  # type: ignore[attr-defined,no-any-return]


def _locked(payment: Payment) -> Payment:
    delivery = locked(payment.delivery)
    fresh = Payment.objects.select_related("installment__milestone").get(pk=payment.pk)
    fresh.delivery = delivery
    return fresh


def _saved(payment: Payment, fields: tuple[str, ...], *, by: User) -> Payment:
    payment.save(update_fields=fields)
    return note(f"payment_{payment.state}", payment, of=payment.delivery, by=by)
