"""Changes of what was signed: one side asks, the other agrees, an approver puts them in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.amending import amend
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.deliveries import permissions
from marketplace.deliveries.differences import Wanted, as_changes, differences, stands_as_before
from marketplace.deliveries.models import ChangeRequest, PaymentState
from marketplace.deliveries.noting import locked, note, require
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.agreements.models import AgreementVersion
    from marketplace.deliveries.models import Delivery

_SETTLED: Final = ("state", "settled_by", "settled_at", "note", "version")


@transaction.atomic
def ask_change(delivery: Delivery, *, by: User, wanted: Wanted, reason: str) -> ChangeRequest:
    """Ask the other side for a change; a Refusal where it could never come into force.

    What stands now and what is asked for are kept field by field.
    """
    delivery = locked(delivery)
    require(permissions.may_ask_change(anew(by), delivery))
    fields = differences(delivery, wanted)
    if not fields:
        raise mistakes({"": [_("This changes nothing.")]})
    change = ChangeRequest(
        delivery=delivery,
        number=delivery.changes.count() + 1,
        side=permissions.side_of(by, delivery),
        reason=written(reason, "reason", of=ChangeRequest),
        fields=fields,
        asked_at=clock.now(),
        asked_by=by,
    )
    _rehearse(change, by=by)
    change.save()
    return note("change_asked", change, of=delivery, by=by)


@transaction.atomic
def agree_to_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """Agree to what the other side asked for; an approver puts it in force."""
    change = _locked(change)
    require(permissions.may_agree(anew(by), change))
    change.agree(by=by, at=clock.now())
    change.save(update_fields=["state", "agreed_by", "agreed_at"])
    return note("change_agreed", change, of=change.delivery, by=by)


@transaction.atomic
def refuse_change(change: ChangeRequest, *, by: User, words: str) -> ChangeRequest:
    """Refuse a change, with words: the other side while it waits for them, then the approver."""
    change = _locked(change)
    require(permissions.may_refuse_change(anew(by), change))
    said = written(words, "note", of=ChangeRequest)
    return _settled(change, "refuse", by=by, words=said)


@transaction.atomic
def withdraw_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """Take a change back that one's own side asked for."""
    change = _locked(change)
    require(permissions.may_withdraw_change(anew(by), change))
    return _settled(change, "withdraw", by=by)


@transaction.atomic
def approve_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """Put a change in force to which both sides agreed: the agreement gets another version.

    Refusal where what stands now is no longer what the change was asked against.
    """
    change = _locked(change)
    require(permissions.may_approve_change(anew(by), change))
    if not stands_as_before(change):
        raise Refusal(
            _("Meanwhile something of this has changed or was passed. Ask for it anew."),
            code="other_version",
        )
    change.version = _amended(change, by=by)
    _replan(change, by=by)
    return _settled(change, "approve", by=by)


def _amended(change: ChangeRequest, *, by: User) -> AgreementVersion:
    return amend(change.delivery.agreement, by=by, changes=as_changes(change))


def _replan(change: ChangeRequest, *, by: User) -> None:
    """Let planned payments follow the agreement in force."""
    moved = {row["key"] for row in change.fields if row["of"] == "installment"}
    payments = change.delivery.payments.filter(state=PaymentState.PLANNED, installment__in=moved)
    for payment in payments.select_related("installment"):
        payment.plan_anew(payment.installment.amount)
        payment.save(update_fields=["planned"])
        note("payment_replanned", payment, of=change.delivery, by=by)


def _rehearse(change: ChangeRequest, *, by: User) -> None:
    """Put a change in force and take that back at once: what would be refused is refused now."""
    if not stands_as_before(change):
        raise mistakes({"": [_("What was passed or applied for no longer changes.")]})
    with transaction.atomic():
        _amended(change, by=by)
        transaction.set_rollback(True)


def _settled(change: ChangeRequest, verb: str, *, by: User, words: str = "") -> ChangeRequest:
    change.settle(verb, by=by, at=clock.now(), note=words)
    change.save(update_fields=_SETTLED)
    return note(f"change_{change.state}", change, of=change.delivery, by=by)


def _locked(change: ChangeRequest) -> ChangeRequest:
    delivery = locked(change.delivery)
    fresh: Any = ChangeRequest.objects.get(pk=change.pk)
    fresh.delivery = delivery
    found: ChangeRequest = fresh
    return found
