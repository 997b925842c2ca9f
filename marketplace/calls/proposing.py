"""Proposing in an open call, and what the department makes of it; each change is one function.

Entries of the journal name no proposer: who proposes is on the row alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.calls import calling, permissions
from marketplace.calls.models import CallKind, Proposal
from marketplace.challenges.actions import require
from marketplace.core import clock, idempotency
from marketplace.core.numbers import receipt_number
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import due_after
from marketplace.journal.record import record
from marketplace.listings.actions import create_draft
from marketplace.listings.models import Demand
from marketplace.listings.models.listing import SUMMARY_LENGTH
from marketplace.listings.written import written
from marketplace.organisations.models import Kind
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.calls.models import OpenCall
    from marketplace.organisations.models import Organisation

MODES: Final[dict[str, tuple[str, ...]]] = {
    CallKind.TECHNOLOGY: (Demand.Mode.CHALLENGE, Demand.Mode.TECHNOLOGY),
    CallKind.SCENARIO: (Demand.Mode.SCENARIO, Demand.Mode.CHALLENGE),
}
"""What a proposal may become, by what its call asks for."""

_SETTLED: Final = ("state", "answer", "demand", "settled_at", "settled_by")


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody proposes, in whose name, and whether that name may be said."""

    organisation: Organisation
    title: str
    need: str
    benefit: str = ""
    may_be_named: bool = False


@transaction.atomic
def propose(call: OpenCall, idea: Idea, *, by: User, idempotency_key: str = "") -> Proposal:
    """Send a proposal to the answering department, and to nobody else.

    The same key returns the proposal that it made before. A Refusal says what is missing where.
    """
    call = calling.locked(call)
    scope = f"propose:{by.pk}:{call.pk}"
    sent = {"title": idea.title, "need": idea.need, "for": idea.organisation.pk}
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        earlier: Proposal = Proposal.objects.for_rows().get(pk=made)
        return earlier
    now = clock.now()
    require(permissions.may_propose(anew(by), call, at=now))
    decision = permissions.may_propose_for(by, call, organisation=idea.organisation)
    if not decision:
        raise mistakes({"organisation": [decision.reason]})
    proposal = Proposal(
        call=call,
        receipt=receipt_number(),
        organisation=idea.organisation,
        proposer=by,
        handler=call.department,
        title=written(idea.title, "title", of=Proposal),
        need=written(idea.need, "need", of=Proposal),
        benefit=_optional(idea.benefit, "benefit"),
        may_be_named=idea.may_be_named,
        submitted_at=now,
        due_at=due_after(now, call.answer_workdays),
    )
    proposal.save(force_insert=True)
    idempotency.remember(scope, idempotency_key, request=sent, result=str(proposal.pk))
    return _noted("proposal_submitted", proposal, by=None)


@transaction.atomic
def adopt_proposal(proposal: Proposal, *, by: User, mode: str, answer: str = "") -> Proposal:
    """Make a draft of the department's demand of a proposal; the proposer gains nothing by it.

    The draft goes the way of every draft. Who may bid, and who stands aside, is asked as always.
    """
    proposal = _locked(proposal)
    require(permissions.may_answer(anew(by), proposal, verb="adopt"))
    if mode not in MODES[proposal.call.kind]:
        raise mistakes({"mode": [_("Choose what it becomes.")]})
    draft = create_draft(_content(proposal, mode=mode), owner=proposal.handler, by=by)
    words = _optional(answer, "answer")
    proposal.settle("adopt", by=by, at=clock.now(), answer=words, demand=draft)
    return _settled(proposal, by=by)


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: User, answer: str) -> Proposal:
    """Decline a proposal, with a reason that the proposer reads."""
    proposal = _locked(proposal)
    require(permissions.may_answer(anew(by), proposal, verb="decline"))
    words = written(answer, "answer", of=Proposal)
    proposal.settle("decline", by=by, at=clock.now(), answer=words)
    return _settled(proposal, by=by)


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Take a proposal back before it is answered."""
    proposal = _locked(proposal)
    require(permissions.may_withdraw(anew(by), proposal))
    proposal.settle("withdraw", by=by, at=clock.now())
    return _settled(proposal, by=None)


@transaction.atomic
def pass_on(proposal: Proposal, *, by: User, to: Organisation) -> Proposal:
    """Give a proposal to the department that it concerns; its due time stays as promised."""
    proposal = _locked(proposal)
    require(permissions.may_pass_on(anew(by), proposal))
    is_fit = to.kind == Kind.AGENCY and to.is_verified and to.merged_into_id is None
    if not is_fit or to.pk in {proposal.handler_id, proposal.organisation_id}:
        raise mistakes({"to": [_("Choose another department.")]})
    proposal.handler = to
    proposal.save(update_fields=["handler"])
    return _noted("proposal_passed_on", proposal, by=by)


def _content(proposal: Proposal, *, mode: str) -> Demand:
    summary = " ".join(proposal.need.split())[:SUMMARY_LENGTH]
    return Demand(
        title=proposal.title,
        summary=summary,
        mode=mode,
        content=proposal.need,
        goals=proposal.benefit,
    )


def _locked(proposal: Proposal) -> Proposal:
    """Return a proposal as it is now, under the lock of its call."""
    calling.locked(proposal.call)
    fresh: Proposal = Proposal.objects.for_rows().get(pk=proposal.pk)
    return fresh


def _settled(proposal: Proposal, *, by: User | None) -> Proposal:
    proposal.save(update_fields=_SETTLED)
    return _noted(f"proposal_{proposal.state}", proposal, by=by)


def _noted(kind: str, proposal: Proposal, *, by: User | None) -> Proposal:
    record(kind, proposal, actor=by, data={"call": proposal.call_id})
    return proposal


def _optional(text: Any, name: str) -> str:
    return written(str(text), name, of=Proposal) if str(text).strip() else ""
