"""How the delivery of a signed agreement begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.challenges.actions import locked as locked_challenge
from marketplace.core import clock
from marketplace.deliveries.models import Checkpoint, Delivery, Payment
from marketplace.deliveries.moving import move_challenge
from marketplace.deliveries.noting import note

if TYPE_CHECKING:
    from marketplace.agreements.models import Agreement


@transaction.atomic
def begin_delivery(agreement: Agreement) -> Delivery | None:
    """Return the delivery of a signed agreement, begun the first time; None where it is unsigned.

    Each milestone becomes a checkpoint, each installment a planned payment.
    """
    challenge = locked_challenge(agreement.challenge)
    agreement.refresh_from_db(fields=["state"])
    if agreement.state != agreement.State.SIGNED:
        return None
    found: Delivery | None = Delivery.objects.for_rows().filter(agreement=agreement).first()
    if found is not None:
        return found
    delivery: Delivery = Delivery.objects.create(agreement=agreement, begun_at=clock.now())
    for milestone in agreement.milestones.order_by("position"):
        Checkpoint.objects.create(delivery=delivery, milestone=milestone)
    for one in agreement.installments.order_by("position"):
        Payment.objects.create(delivery=delivery, installment=one, planned=one.amount)
    agreement.challenge = challenge
    note("delivery_begun", delivery, of=delivery, by=None)
    move_challenge(challenge)
    return delivery
