"""How a delivery ends: accepted, stopped at a gate, or not delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.core import clock
from marketplace.deliveries import permissions
from marketplace.deliveries.models import OPEN_CHANGES, Delivery, Payment
from marketplace.deliveries.moving import move_challenge
from marketplace.deliveries.noting import locked, note, require
from marketplace.deliveries.permissions import is_earned
from marketplace.deliveries.transitions import CHECKPOINT, PAYMENT
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User

_LEFT: Final = ("state", "ended_by", "ended_at", "reason")


@transaction.atomic
def fail_delivery(delivery: Delivery, *, by: User, reason: str) -> Delivery:
    """End a delivery as not delivered, with the reason that both sides read."""
    delivery = locked(delivery)
    require(permissions.may_fail(anew(by), delivery))
    words = written(reason, "reason", of=Delivery)
    return end_delivery(delivery, "fail", by=by, reason=words)


def end_delivery(delivery: Delivery, verb: str, *, by: User, reason: str = "") -> Delivery:
    """End a locked delivery, and drop what is not to come; its challenge moves along."""
    delivery.end(verb, by=by, at=clock.now(), reason=reason)
    delivery.save(update_fields=_LEFT)
    _drop_checkpoints(delivery)
    _drop_payments(delivery)
    _let_changes_lapse(delivery)
    note(f"delivery_{delivery.state}", delivery, of=delivery, by=by)
    move_challenge(delivery.challenge)
    return delivery


def _drop_checkpoints(delivery: Delivery) -> None:
    now = clock.now()
    for one in delivery.checkpoints.all():
        if CHECKPOINT.allows("drop", one.state):
            one.settle("drop", at=now)
            one.save(update_fields=["state", "settled_at"])
            note("checkpoint_dropped", one, of=delivery, by=None)


def _drop_payments(delivery: Delivery) -> None:
    """Drop the payments that are not earned; what is earned can still be applied for and paid."""
    for one in Payment.objects.select_related("installment").filter(delivery=delivery):
        if PAYMENT.allows("drop", one.state) and not is_earned(one):
            one.drop()
            one.save(update_fields=["state"])
            note("payment_dropped", one, of=delivery, by=None)


def _let_changes_lapse(delivery: Delivery) -> None:
    for one in delivery.changes.filter(state__in=OPEN_CHANGES):
        one.settle("lapse", by=None, at=clock.now())
        one.save(update_fields=["state", "settled_by", "settled_at", "note"])
        note("change_lapsed", one, of=delivery, by=None)
