"""The steps of a delivery as its page offers them: what each asks, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.deliveries import (
    changing,
    checking,
    ending,
    forms,
    gating,
    paying,
    permissions,
    results,
    verdicts,
)
from marketplace.deliveries.checking import Evidence
from marketplace.deliveries.models import (
    ChangeRequest,
    Checkpoint,
    Delivery,
    GateProposal,
    Payment,
    Result,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that can be done with a row: who may, what is typed, and the action."""

    verb: str
    title: Text
    may: Callable[[Any, Any], Decision]
    do: Callable[..., object]
    form: type[forms.StepForm] = forms.StepForm
    is_first: bool = False
    """Whether it stands open, with a full button."""


def _step(verb: str, title: Text, *, may: Any, do: Any, **more: Any) -> Step:
    return Step(verb=verb, title=title, may=may, do=do, **more)


def _submit(checkpoint: Checkpoint, *, by: User, **typed: Any) -> object:
    return checking.submit_evidence(checkpoint, by=by, evidence=Evidence(**typed))


def _record(payment: Payment, *, by: User, paid_on: Any, reference: str) -> object:
    return paying.record_payment(payment, by=by, on=paid_on, reference=reference)


def _refuse_payment(payment: Payment, *, by: User, note: str) -> object:
    return paying.refuse_payment(payment, by=by, reason=note)


def _refuse_proposal(proposal: GateProposal, *, by: User, note: str) -> object:
    return gating.refuse_proposal(proposal, by=by, words=note)


def _refuse_change(change: ChangeRequest, *, by: User, note: str) -> object:
    return changing.refuse_change(change, by=by, words=note)


STEPS: Final[dict[str, tuple[Step, ...]]] = {
    "checkpoint": (
        _step(
            "submit",
            _("Submit evidence"),
            may=permissions.may_submit,
            do=_submit,
            form=forms.EvidenceForm,
        ),
        _step(
            "pass",
            pgettext_lazy("checkpoint", "It is reached"),
            may=permissions.may_settle,
            do=checking.pass_checkpoint,
            is_first=True,
        ),
        _step(
            "return",
            _("Send the evidence back"),
            may=permissions.may_settle,
            do=checking.return_checkpoint,
            form=forms.ReasonForm,
        ),
        _step(
            "propose",
            _("Propose stop or go"),
            may=permissions.may_propose,
            do=gating.propose_course,
            form=forms.CourseForm,
        ),
    ),
    "gate": (
        _step(
            "decide",
            _("Decide as proposed"),
            may=permissions.may_decide_gate,
            do=gating.decide_gate,
            is_first=True,
        ),
        _step(
            "refuse",
            _("Give the proposal back"),
            may=permissions.may_decide_gate,
            do=_refuse_proposal,
            form=forms.NoteForm,
        ),
    ),
    "payment": (
        _step(
            "apply",
            _("Apply for payment"),
            may=permissions.may_apply,
            do=paying.apply_for_payment,
            form=forms.AmountForm,
        ),
        _step(
            "endorse",
            pgettext_lazy("payment", "Endorse"),
            may=permissions.may_endorse,
            do=paying.endorse_payment,
            is_first=True,
        ),
        _step(
            "approve",
            pgettext_lazy("payment", "Approve"),
            may=permissions.may_approve_payment,
            do=paying.approve_payment,
            is_first=True,
        ),
        _step(
            "pay",
            _("Record as paid"),
            may=permissions.may_pay,
            do=_record,
            form=forms.PaidForm,
        ),
        _step(
            "refuse",
            _("Refuse the application"),
            may=permissions.may_refuse_payment,
            do=_refuse_payment,
            form=forms.NoteForm,
        ),
    ),
    "change": (
        _step(
            "agree",
            _("Agree to the change"),
            may=permissions.may_agree,
            do=changing.agree_to_change,
            is_first=True,
        ),
        _step(
            "approve",
            _("Put the change in force"),
            may=permissions.may_approve_change,
            do=changing.approve_change,
            is_first=True,
        ),
        _step(
            "refuse",
            _("Refuse the change"),
            may=permissions.may_refuse_change,
            do=_refuse_change,
            form=forms.NoteForm,
        ),
        _step(
            "withdraw",
            _("Withdraw the change"),
            may=permissions.may_withdraw_change,
            do=changing.withdraw_change,
        ),
    ),
    "delivery": (
        _step(
            "accept",
            _("Accept the delivery"),
            may=permissions.may_give_verdict,
            do=verdicts.accept_delivery,
            form=forms.GradeForm,
        ),
        _step(
            "send_back",
            _("Send it back to be mended"),
            may=permissions.may_give_verdict,
            do=verdicts.send_back,
            form=forms.ReasonForm,
        ),
        _step(
            "fail",
            _("End it as not delivered"),
            may=permissions.may_fail,
            do=ending.fail_delivery,
            form=forms.ReasonForm,
        ),
    ),
    "result": (
        _step(
            "confirm",
            _("Publish the result"),
            may=permissions.may_settle_result,
            do=results.publish_result,
            form=forms.ResultForm,
        ),
        _step(
            "decline",
            _("Do not publish it"),
            may=permissions.may_settle_result,
            do=results.decline_result,
        ),
    ),
}
"""The steps by what they are about, in the order in which a page offers them."""


def rows_of(delivery: Delivery, kind: str) -> QuerySet[Any]:
    """Return a delivery's rows of a kind; KeyError for an unknown kind."""
    rows: dict[str, QuerySet[Any]] = {
        "checkpoint": Checkpoint.objects.in_order().filter(delivery=delivery),
        "gate": GateProposal.objects.filter(checkpoint__delivery=delivery),
        "payment": Payment.objects.filter(delivery=delivery),
        "change": ChangeRequest.objects.filter(delivery=delivery),
        "delivery": Delivery.objects.for_rows().filter(pk=delivery.pk),
        "result": Result.objects.filter(delivery=delivery),
    }
    return rows[kind]
