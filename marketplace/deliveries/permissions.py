"""Who may act in a delivery, and on which side; always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Side
from marketplace.challenges.permissions import OFFICERS
from marketplace.core import clock, moments
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.deliveries.heard import waits_for_panel
from marketplace.deliveries.models import (
    Checkpoint,
    CheckpointState,
    Course,
    Delivery,
    DeliveryState,
    GateProposal,
    GateState,
    Payment,
)
from marketplace.deliveries.transitions import CHANGE, CHECKPOINT, DELIVERY, GATE, PAYMENT, RESULT
from marketplace.listings.permissions import roles_handling
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import may_act_for, memberships_of

if TYPE_CHECKING:
    from marketplace.core.transitions import Machine
    from marketplace.deliveries.models import ChangeRequest, Result

APPROVERS: Final = frozenset({Role.APPROVER.value})
STATES: Final = {"wrong_state", "gate", "unchecked", "unfinished", "change_open", "later"}
"""Codes of refusals that say that something stands in the way, not that a person may not."""


def may_deliver(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person acts for the firm: who bids for it, and is not of the owner."""
    decision = may_act_for(user, delivery.firm, Role.BIDDER)
    owner = delivery.demand.lifecycle.owner_id
    if decision and any(one.organisation_id == owner for one in memberships_of(user)):
        return refused(_("People of the demand's owner do not act for the firm."), "other_side")
    return decision


def may_check(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person is an officer of the handling unit, and not of the firm."""
    return _of_unit(user, delivery, roles=OFFICERS, reason=_("The handling unit does this."))


def may_approve(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person is an approver of the handling unit, and not of the firm."""
    reason = _("An approver of the handling unit does this.")
    return _of_unit(user, delivery, roles=APPROVERS, reason=reason)


def side_of(user: Any, delivery: Delivery) -> str:
    """Return for which side a person acts, or nothing."""
    if may_deliver(user, delivery):
        return Side.FIRM
    return Side.OWNER if may_check(user, delivery) else ""


def may_submit(user: Any, checkpoint: Checkpoint) -> Decision:
    """Return whether a person may submit evidence: the firm, unless a gate before is undecided."""
    decision = may_deliver(user, checkpoint.delivery) and in_work(checkpoint.delivery)
    decision = decision and _allows(CHECKPOINT, "submit", row=checkpoint)
    gate = gate_before(checkpoint) if decision else None
    if gate is not None:
        reason = _("The gate “%(gate)s” comes first: whether the team goes on is not decided.")
        return refused(reason % {"gate": gate}, "gate")
    return decision


def may_settle(user: Any, checkpoint: Checkpoint) -> Decision:
    """Return whether a person may pass evidence or send it back: the handling unit."""
    decision = may_check(user, checkpoint.delivery) and in_work(checkpoint.delivery)
    return decision and _allows(CHECKPOINT, "pass", row=checkpoint)


def may_propose(user: Any, checkpoint: Checkpoint) -> Decision:
    """Return whether a person may propose stop or go: an officer, once the gate was checked."""
    decision = may_check(user, checkpoint.delivery) and in_work(checkpoint.delivery)
    if decision and not checkpoint.milestone.is_gate:
        return refused(_("This milestone is no gate."), "wrong_state")
    if decision and not all_passed_up_to(checkpoint):
        return refused(_("Every milestone up to the gate is checked first."), "unchecked")
    if decision and standing_proposals(checkpoint).exists():
        return refused(_("There is a proposal for this gate already."), "wrong_state")
    return decision


def may_decide_gate(user: Any, proposal: GateProposal) -> Decision:
    """Return whether a person may decide at a gate: an approver who did not propose it."""
    delivery = proposal.checkpoint.delivery
    decision = may_approve(user, delivery) and in_work(delivery)
    if decision and proposal.proposed_by_id == user.pk:
        return refused(_("You proposed this; somebody else decides."), "own_proposal")
    return decision and _allows(GATE, "decide", row=proposal)


def may_apply(user: Any, payment: Payment) -> Decision:
    """Return whether a person may apply for a payment: the firm, once its milestone is checked."""
    decision = may_deliver(user, payment.delivery) and _allows(PAYMENT, "apply", row=payment)
    return decision and is_earned(payment)


def may_endorse(user: Any, payment: Payment) -> Decision:
    """Return whether a person may endorse an application: an officer of the handling unit."""
    return may_check(user, payment.delivery) and _allows(PAYMENT, "endorse", row=payment)


def may_refuse_payment(user: Any, payment: Payment) -> Decision:
    """Return whether a person may refuse an application: the officer first, then the approver."""
    able = may_approve if payment.state == payment.State.ENDORSED else may_check
    return able(user, payment.delivery) and _allows(PAYMENT, "refuse", row=payment)


def may_approve_payment(user: Any, payment: Payment) -> Decision:
    """Return whether a person may approve a payment: an approver who did not endorse it."""
    decision = may_approve(user, payment.delivery) and _allows(PAYMENT, "approve", row=payment)
    if decision and payment.endorsed_by_id == user.pk:
        return refused(_("You endorsed this; somebody else approves it."), "own_endorsement")
    return decision


def may_pay(user: Any, payment: Payment) -> Decision:
    """Return whether a person may record that it was paid: an officer of the handling unit."""
    return may_check(user, payment.delivery) and _allows(PAYMENT, "pay", row=payment)


def may_ask_change(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may ask for a change: either side, one at a time."""
    if not side_of(user, delivery):
        return refused(_("The two sides ask for changes."), "not_side")
    decision = in_work(delivery)
    if decision and has_open_change(delivery):
        return refused(_("A change is being decided already."), "change_open")
    return decision


def may_agree(user: Any, change: ChangeRequest) -> Decision:
    """Return whether a person may agree to a change: the side across from who asked."""
    able = may_deliver if change.side == Side.OWNER else may_check
    return able(user, change.delivery) and _allows(CHANGE, "agree", row=change)


def may_refuse_change(user: Any, change: ChangeRequest) -> Decision:
    """Return whether a person may refuse a change: whose turn it is."""
    if change.state == change.State.AGREED:
        return may_approve(user, change.delivery) and _allows(CHANGE, "refuse", row=change)
    return may_agree(user, change)


def may_withdraw_change(user: Any, change: ChangeRequest) -> Decision:
    """Return whether a person may withdraw a change: the side that asked for it."""
    if side_of(user, change.delivery) != change.side:
        return refused(_("The side that asked withdraws."), "other_side")
    return _allows(CHANGE, "withdraw", row=change)


def may_approve_change(user: Any, change: ChangeRequest) -> Decision:
    """Return whether a person may approve a change: an approver who had no part in it."""
    decision = may_approve(user, change.delivery) and in_work(change.delivery)
    if decision and user.pk in (change.asked_by_id, change.agreed_by_id):
        return refused(_("You had a part in this change; somebody else approves it."), "own_change")
    return decision and _allows(CHANGE, "approve", row=change)


def may_answer(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may write the answers to the indicators: the firm, at work."""
    return may_deliver(user, delivery) and in_work(delivery)


def may_hand_in(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may ask for acceptance: the firm, once every milestone is passed."""
    decision = may_answer(user, delivery)
    if decision and delivery.checkpoints.exclude(state=CheckpointState.PASSED).exists():
        return refused(_("Every milestone is checked first."), "unfinished")
    if decision and undecided_gate(delivery) is not None:
        return refused(_("A gate is not decided yet."), "gate")
    if decision and has_open_change(delivery):
        return refused(_("A change is being decided; it comes first."), "change_open")
    return decision


def may_appraise(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may judge the items: an officer of the handling unit."""
    return may_check(user, delivery) and _allows(DELIVERY, "accept", row=delivery)


def may_give_verdict(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may accept or send back: an approver who did not judge the items."""
    decision = may_approve(user, delivery) and _allows(DELIVERY, "accept", row=delivery)
    last = delivery.hand_ins.order_by("-number").first()
    appraisal = last.appraisals.order_by("-number").first() if decision and last else None
    if decision and appraisal is None:
        return refused(_("An officer judges each item first."), "unchecked")
    if appraisal is not None and appraisal.by_id == user.pk:
        return refused(_("You judged the items; somebody else decides."), "own_appraisal")
    return decision and panel_is_heard(delivery)


def may_fail(user: Any, delivery: Delivery) -> Decision:
    """Return whether a person may end a delivery as not delivered: an approver, with a reason."""
    decision = may_approve(user, delivery) and _allows(DELIVERY, "fail", row=delivery)
    return decision and panel_is_heard(delivery)


def panel_is_heard(delivery: Delivery) -> Decision:
    """Return whether an acceptance need not wait for members of the panel any more."""
    until = waits_for_panel(delivery, at=clock.now())
    if until is None:
        return ALLOWED
    reason = _("Members of the panel are heard first, until {instant}.")
    return refused(format_lazy(reason, instant=moments.written(until)), "unheard")


def may_settle_result(user: Any, result: Result) -> Decision:
    """Return whether a person may publish a result or not: the firm."""
    return may_deliver(user, result.delivery) and _allows(RESULT, "confirm", row=result)


def in_work(delivery: Delivery) -> Decision:
    """Return whether the work goes on, or where the delivery stands."""
    if delivery.state == DeliveryState.RUNNING:
        return ALLOWED
    return refused(
        _("This delivery stands at: %(state)s.") % {"state": delivery.get_state_display()},
        "wrong_state",
    )


def is_earned(payment: Payment) -> Decision:
    """Return whether a payment's milestone was checked, the last one's with the acceptance.

    One without a milestone is due once the agreement is signed.
    """
    milestone, delivery = payment.installment.milestone, payment.delivery
    if milestone is None:
        return ALLOWED
    later = delivery.checkpoints.filter(milestone__position__gt=milestone.position)
    if not later.exists() and delivery.state != DeliveryState.ACCEPTED:
        return refused(_("The last payment comes with the acceptance."), "unchecked")
    if delivery.checkpoints.filter(milestone=milestone, state=CheckpointState.PASSED).exists():
        return ALLOWED
    return refused(_("The milestone of this payment is not checked yet."), "unchecked")


def gate_before(checkpoint: Checkpoint) -> Checkpoint | None:
    """Return the gate before a checkpoint at which nobody has said go."""
    found: Checkpoint | None = (
        _gates_without_go(checkpoint.delivery)
        .filter(milestone__position__lt=checkpoint.milestone.position)
        .first()
    )
    return found


def undecided_gate(delivery: Delivery) -> Checkpoint | None:
    """Return the first gate of a delivery at which nobody has said go."""
    found: Checkpoint | None = _gates_without_go(delivery).first()
    return found


def all_passed_up_to(checkpoint: Checkpoint) -> bool:
    """Return whether a checkpoint and all before it have passed."""
    rows = checkpoint.delivery.checkpoints.filter(
        milestone__position__lte=checkpoint.milestone.position
    )
    return not rows.exclude(state=CheckpointState.PASSED).exists()


def standing_proposals(checkpoint: Checkpoint) -> Any:
    """Return the proposals at a gate that wait or were decided."""
    return checkpoint.proposals.exclude(state=GateState.REFUSED)


def has_open_change(delivery: Delivery) -> bool:
    """Return whether a change is being decided."""
    return bool(delivery.changes.filter(state__in=["asked", "agreed"]).exists())


def _gates_without_go(delivery: Delivery) -> Any:
    gates = Checkpoint.objects.in_order().filter(delivery=delivery, milestone__is_gate=True)
    go = GateProposal.objects.filter(state=GateState.DECIDED, course=Course.GO)
    return gates.exclude(pk__in=go.values("checkpoint"))


def _of_unit(user: Any, delivery: Delivery, *, roles: Any, reason: Any) -> Decision:
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    firm = delivery.firm.pk
    if any(one.organisation_id == firm for one in memberships_of(user)):
        return refused(_("People of the firm do not act for the owner."), "other_side")
    if roles_handling(user, delivery.demand.lifecycle) & roles:
        return ALLOWED
    return refused(reason, "not_officer")


def _allows(machine: Machine, verb: str, *, row: Any) -> Decision:
    if machine.allows(verb, row.state):
        return ALLOWED
    return refused(
        _("This has moved on: %(state)s.") % {"state": row.get_state_display()}, "wrong_state"
    )
