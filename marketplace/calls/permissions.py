"""Who may run rounds and open calls, reply, propose and answer, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.calls.models import Proposal
from marketplace.calls.querysets import RUNNERS
from marketplace.calls.transitions import CALL, PROPOSAL, REPLY
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.models import SupervisingApprovalTask
from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.models import Kind, Organisation, Role
from marketplace.organisations.permissions import may_act_for, organisations_of, roles_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from marketplace.calls.models import Call, OpenCall, Reply, Round

PROPOSALS_OF_ONE: Final = 10
"""How many proposals one organisation may have waiting in a call."""

_SIGN_IN: Final = refused(_("Please sign in first."), "anonymous")
_RUNNERS: Final = (Role.EDITOR, Role.APPROVER)


def asking_departments() -> QuerySet[Any, Any]:
    """Return the keys of the departments that ask: supervising ones, as staff set them."""
    rows: Any = SupervisingApprovalTask.objects.filter(active=True)
    keys: QuerySet[Any, Any] = rows.values_list("organisation", flat=True)
    return keys


def openers_for(user: Any) -> list[Organisation]:
    """Return the departments in whose name a person asks."""
    supervising = set(asking_departments())
    return [one for one in organisations_of(user, *_RUNNERS) if one.pk in supervising]


def departments_for(user: Any) -> list[Organisation]:
    """Return the departments whose open calls a person may write."""
    if is_portal_staff(user):
        return list(Organisation.objects.verified().present().filter(kind=Kind.AGENCY))
    able = organisations_of(user, *_RUNNERS)
    return [one for one in able if one.kind == Kind.AGENCY and one.is_verified]


def may_ask(user: Any, opener: Organisation | None) -> Decision:
    """Return whether a person may begin a round for the portal, or in a department's name."""
    if is_portal_staff(user):
        return ALLOWED
    if opener is not None and opener in openers_for(user):
        return ALLOWED
    return refused(_("The portal's staff or a supervising department asks."), "not_runner")


def may_write_call(user: Any, department: Organisation) -> Decision:
    """Return whether a person may begin an open call that a department answers."""
    if department in departments_for(user):
        return ALLOWED
    return refused(_("The portal's staff or the answering department does this."), "not_runner")


def runs_round(user: Any, round_: Round) -> Decision:
    """Return whether a person runs a round and reads its board."""
    opener = round_.opener
    if is_portal_staff(user) or (opener is not None and _acts(user, opener)):
        return ALLOWED
    return refused(_("The portal's staff or a supervising department asks."), "not_runner")


def runs_open_call(user: Any, call: OpenCall) -> Decision:
    """Return whether a person runs an open call."""
    if is_portal_staff(user) or _acts(user, call.department):
        return ALLOWED
    return refused(_("The portal's staff or the answering department does this."), "not_runner")


def allows(call: Call, verb: str) -> Decision:
    """Return whether the machine lets a verb happen to a call now, or where it stands."""
    if CALL.allows(verb, call.state):
        return ALLOWED
    return _moved_on(call.State(call.state).label)


def may_change(call: Call) -> Decision:
    """Return whether the words of a call may still be written."""
    return ALLOWED if call.is_drafted else _moved_on(call.State(call.state).label)


def may_write_reply(user: Any, reply: Reply, *, at: datetime) -> Decision:
    """Return whether a person may write their body's reply now."""
    decision = may_act_for(user, reply.organisation, *_RUNNERS)
    if not decision:
        return decision
    if not reply.round.is_open:
        return _moved_on(reply.round.State(reply.round.state).label)
    if not reply.round.takes_replies_at(at):
        return refused(
            _("The due time has passed, and this round takes no late reply."), "too_late"
        )
    return ALLOWED


def may_settle_reply(user: Any, reply: Reply, *, verb: str, at: datetime) -> Decision:
    """Return whether a person may answer, say that there is none, or take their reply back."""
    decision = may_write_reply(user, reply, at=at)
    if decision and not REPLY.allows(verb, reply.state):
        return _moved_on(reply.State(reply.state).label)
    return decision


def proposers_for(user: Any) -> list[Organisation]:
    """Return the organisations in whose name a person may propose: verified, no department."""
    able = organisations_of(user, Role.BIDDER)
    return [one for one in able if one.is_verified and one.kind != Kind.AGENCY]


def may_propose(user: Any, call: OpenCall, *, at: datetime) -> Decision:
    """Return whether a person may propose something in an open call at an instant."""
    if not call.takes_proposals_at(at):
        return refused(_("This call takes no proposals now."), "not_open")
    if not user.is_authenticated:
        return _SIGN_IN
    if not proposers_for(user):
        return refused(
            _("Firms and institutes propose; yours must be verified, and you its bid manager."),
            "no_proposer",
        )
    return ALLOWED


def may_propose_for(user: Any, call: OpenCall, *, organisation: Organisation) -> Decision:
    """Return whether a person may propose in an organisation's name, and it has not too many."""
    if organisation not in proposers_for(user):
        return refused(_("You may not act for this organisation."), "wrong_role")
    waiting = Proposal.objects.open().filter(call=call, organisation=organisation)
    if waiting.count() >= PROPOSALS_OF_ONE:
        reason = _("{number} proposals of your organisation wait for an answer; no more are taken.")
        return refused(format_lazy(reason, number=PROPOSALS_OF_ONE), "too_many")
    return ALLOWED


def may_answer(user: Any, proposal: Proposal, *, verb: str) -> Decision:
    """Return whether a person may adopt or decline a proposal: the department, never a proposer."""
    able = Proposal.objects.answered_by_people_like(user).filter(pk=proposal.pk)
    if not able.exists():
        return refused(
            _("The answering department decides, never who belongs to the proposer."), "not_handler"
        )
    return _proposal_allows(proposal, verb)


def may_withdraw(user: Any, proposal: Proposal) -> Decision:
    """Return whether a person may withdraw a proposal: its proposer's people, before the answer."""
    if not Proposal.objects.proposed_by(user).filter(pk=proposal.pk).exists():
        return refused(_("Who proposes withdraws."), "not_proposer")
    return _proposal_allows(proposal, "withdraw")


def may_pass_on(user: Any, proposal: Proposal) -> Decision:
    """Return whether a person may give a proposal to another department: staff, or who has it."""
    if is_portal_staff(user) and not roles_in(user, proposal.organisation):
        return _proposal_allows(proposal, "adopt")
    return may_answer(user, proposal, verb="adopt")


def _acts(user: Any, organisation: Organisation) -> bool:
    return user.is_active and bool(roles_in(user, organisation) & RUNNERS)


def _proposal_allows(proposal: Proposal, verb: str) -> Decision:
    if PROPOSAL.allows(verb, proposal.state):
        return ALLOWED
    return _moved_on(proposal.State(proposal.state).label)


def _moved_on(label: object) -> Decision:
    return refused(_("This is not possible now: %(state)s.") % {"state": label}, "wrong_state")
