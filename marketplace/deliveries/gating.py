"""Stop or go at a gate: an officer proposes, an approver decides; each change is one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.deliveries import permissions
from marketplace.deliveries.ending import end_delivery
from marketplace.deliveries.models import Checkpoint, Course, GateProposal
from marketplace.deliveries.noting import locked_checkpoint, note, require
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@transaction.atomic
def propose_course(checkpoint: Checkpoint, *, by: User, course: str, reason: str) -> GateProposal:
    """Propose that a team goes on or stops at a gate, with the reason that the firm reads."""
    checkpoint = locked_checkpoint(checkpoint)
    require(permissions.may_propose(anew(by), checkpoint))
    if course not in Course.values:
        raise mistakes({"course": [_("Choose whether the team goes on or stops.")]})
    proposal: GateProposal = GateProposal.objects.create(
        checkpoint=checkpoint,
        course=course,
        reason=written(reason, "reason", of=GateProposal),
        proposed_at=clock.now(),
        proposed_by=by,
    )
    return note("gate_proposed", proposal, of=checkpoint.delivery, by=by)


@transaction.atomic
def decide_gate(proposal: GateProposal, *, by: User) -> GateProposal:
    """Decide as proposed: the team goes on, or its delivery ends here.

    A team that is stopped keeps what it has earned; what comes after the gate is dropped.
    """
    proposal = _locked(proposal)
    require(permissions.may_decide_gate(anew(by), proposal))
    _settle(proposal, "decide", by=by)
    delivery = proposal.checkpoint.delivery
    if proposal.course == Course.STOP:
        end_delivery(delivery, "stop", by=by, reason=proposal.reason)
    return proposal


@transaction.atomic
def refuse_proposal(proposal: GateProposal, *, by: User, words: str) -> GateProposal:
    """Give a proposal back to the officer, with words; another one can be made."""
    proposal = _locked(proposal)
    require(permissions.may_decide_gate(anew(by), proposal))
    _settle(proposal, "refuse", by=by, words=written(words, "note", of=GateProposal))
    return proposal


def _settle(proposal: GateProposal, verb: str, *, by: User, words: str = "") -> None:
    proposal.settle(verb, by=by, at=clock.now(), note=words)
    proposal.save(update_fields=["state", "settled_by", "settled_at", "note"])
    note(f"gate_{proposal.state}", proposal, of=proposal.checkpoint.delivery, by=by)


def _locked(proposal: GateProposal) -> GateProposal:
    checkpoint = locked_checkpoint(proposal.checkpoint)
    fresh: GateProposal = GateProposal.objects.get(pk=proposal.pk)
    fresh.checkpoint = checkpoint
    return fresh
