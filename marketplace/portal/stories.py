"""What the supervisor's timeline tells of task agreements and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Agreement
from marketplace.deliveries.models import (
    ChangeRequest,
    Checkpoint,
    Delivery,
    GateProposal,
    HandIn,
    Payment,
    Result,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "agreement_drafted": _("a task agreement was drafted"),
    "agreement_signed": _("a task agreement was signed"),
    "agreement_amended": _("a task agreement was amended"),
    "agreement_ended": _("a task agreement ended"),
    "delivery_begun": _("a delivery began"),
    "delivery_handed_in": _("a delivery was handed in for acceptance"),
    "delivery_accepted": _("a delivery was accepted"),
    "delivery_stopped": _("a team was stopped at a gate"),
    "delivery_failed": _("a delivery failed"),
    "checkpoint_submitted": _("evidence of a milestone was handed in"),
    "checkpoint_returned": _("evidence of a milestone was sent back"),
    "checkpoint_passed": _("a milestone was passed"),
    "checkpoint_dropped": _("a milestone was dropped"),
    "milestone_late": _("a milestone was late"),
    "milestone_escalated": _("a late milestone was passed up"),
    "check_late": _("a check of evidence was late"),
    "check_escalated": _("a late check of evidence was passed up"),
    "gate_proposed": _("a course at a gate was proposed"),
    "gate_decided": _("a course at a gate was decided"),
    "gate_refused": _("a proposal at a gate was given back"),
    "payment_applied": _("a payment was applied for"),
    "payment_endorsed": _("a payment was endorsed"),
    "payment_refused": _("a payment was refused"),
    "payment_approved": _("a payment was approved"),
    "payment_paid": _("a payment was recorded as paid"),
    "payment_dropped": _("a payment was dropped"),
    "payment_replanned": _("a payment was planned anew"),
    "change_asked": _("a change of the task agreement was asked for"),
    "change_agreed": _("a change was agreed to by the other side"),
    "change_approved": _("a change was approved"),
    "change_refused": _("a change was refused"),
    "change_withdrawn": _("a change was withdrawn"),
    "change_lapsed": _("a change lapsed"),
    "acceptance_heard": _("a member of the panel was heard on an acceptance"),
    "acceptance_appraised": _("a delivery was appraised item by item"),
    "acceptance_sent_back": _("a delivery was sent back for mending"),
    "result_confirmed": _("a result was published"),
    "result_declined": _("a result was not published"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield agreements, deliveries, and what belongs to them."""
    deliveries = Delivery.objects.filter(agreement__challenge=challenge)
    yield Agreement.objects.filter(challenge=challenge)
    yield deliveries
    yield GateProposal.objects.filter(checkpoint__delivery__in=deliveries)
    for model in (Checkpoint, Payment, ChangeRequest, HandIn, Result):
        yield model._default_manager.filter(delivery__in=deliveries)
