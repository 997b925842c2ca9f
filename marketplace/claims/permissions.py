"""Who may apply, answer and withdraw, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim, Meeting, MeetingState
from marketplace.claims.slots import has_slot
from marketplace.claims.transitions import CLAIM, MEETING
from marketplace.claims.versions import version_of
from marketplace.core import clock
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.addenda import material_addendum_after
from marketplace.listings.facts import conditions_of, delivery_facts, holder_facts
from marketplace.listings.gates import Gate, gates, holder_gates, refusing
from marketplace.listings.models import DemandParty
from marketplace.listings.people import OFFICERS
from marketplace.listings.permissions import roles_handling
from marketplace.organisations.models import Kind, Role
from marketplace.organisations.permissions import may_act_for, memberships_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from marketplace.core.transitions import Transition
    from marketplace.listings.models import Addendum, Capability, Demand
    from marketplace.organisations.models import Organisation

APPLICANT = Role.BIDDER
"""The role that applies and withdraws for a firm; an owner's includes it."""

DECIDING = frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER})
"""The roles that answer for the handling unit."""

_ASKING_PARTS = (DemandParty.Part.LEAD, DemandParty.Part.SITE)


def may_claim(
    user: Any,
    demand: Demand,
    *,
    firm: Organisation,
    at: datetime | None = None,
    claims: Sequence[Claim] | None = None,
) -> Decision:
    """Return whether a person may apply for a demand in a firm's name at an instant, or why not.

    What is unknown of the firm does not refuse: the demand's officers see it beside the claim.
    `claims` are the firm's for this demand, where they were read already.
    """
    if not user.is_authenticated:
        return refused(_("Please sign in to apply."), "anonymous")
    decision = first_refusal(_questions(user, demand, firm=firm, at=at or clock.now()))
    return decision and _has_no_live_claim(demand, firm, claims=claims)


def is_open_for_claims(demand: Demand, *, at: datetime) -> Decision:
    """Return whether a demand takes applications at an instant, whoever asks."""
    lifecycle = demand.lifecycle
    if lifecycle.state == lifecycle.State.WITHDRAWN:
        return refused(_("This demand was withdrawn."), "withdrawn")
    if not demand.is_public:
        return refused(_("This demand is not public."), "not_public")
    if demand.is_challenge:
        return refused(_("This is an open challenge; bidding is not open yet."), "challenge")
    phase = lifecycle.phase_at(at)
    if phase == "upcoming":
        return refused(_("Applications are not open yet."), "not_open")
    if phase == "closed":
        return refused(_("Applications have closed."), "closed")
    return ALLOWED


def is_eligible(demand: Demand, organisation: Organisation, *, at: datetime) -> Decision:
    """Return whether a body may answer a demand by its part, its conditions and its credit."""
    return first_refusal([is_entitled(demand, organisation), _is_fit(demand, organisation, at=at)])


def gates_between(
    demand: Demand, firm: Organisation, *, capability: Capability | None = None, at: datetime
) -> tuple[Gate, ...]:
    """Return the demand's conditions as the firm meets, fails or has not shown them that day."""
    day = at.astimezone(SHANGHAI).date()
    delivery = None if capability is None else delivery_facts(capability)
    return gates(conditions_of(demand), holder_facts(firm, on=day), delivery=delivery, on=day)


def partner_gates(organisation: Organisation, *, at: datetime) -> tuple[Gate, ...]:
    """Return what is asked of a partner of a consortium: that it is verified, and its credit."""
    day = at.astimezone(SHANGHAI).date()
    return holder_gates(holder_facts(organisation, on=day))


def may_decide(user: Any, claim: Claim) -> Decision:
    """Return whether a person may accept or decline a claim, or ask about it, now, or why not."""
    return may_note(user, claim) and _in_state(claim, "accept")


def may_accept(user: Any, claim: Claim) -> Decision:
    """Return whether a person may accept a claim now: confirmed, and with a slot that is free."""
    decision = may_decide(user, claim)
    if decision and unconfirmed_addendum(claim) is not None:
        reason = _("The applicant has not confirmed it since the last material addendum.")
        return refused(reason, "unconfirmed")
    return decision and has_slot(claim.demand)


def unconfirmed_addendum(claim: Claim) -> Addendum | None:
    """Return the newest material addendum after which a waiting claim was not confirmed."""
    if claim.state != Claim.State.SUBMITTED:
        return None
    return material_addendum_after(claim.demand, claim.confirmed_at)


def may_answer(user: Any, demand: Demand) -> Decision:
    """Return whether a person answers the applications for a demand, whatever their state."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if not roles_handling(user, demand.lifecycle) & DECIDING:
        return refused(_("The handling unit's officers answer this application."), "not_officer")
    return ALLOWED


def may_note(user: Any, claim: Claim) -> Decision:
    """Return whether a person writes notes on a claim: its officers, none of the applicant."""
    decision = may_answer(user, claim.demand)
    if decision and _belongs_to_applicant(user, claim):
        return refused(_("You belong to the applicant; somebody else must answer."), "own_claim")
    return decision


def may_propose(user: Any, claim: Claim) -> Decision:
    """Return whether a person may propose a meeting: while it waits or was accepted."""
    decision = may_note(user, claim)
    if decision and not claim.is_live:
        return _in_state(claim, "accept")
    return decision


def may_answer_meeting(user: Any, meeting: Meeting) -> Decision:
    """Return whether a person answers a proposed meeting in the firm's name."""
    mine = may_act_for(user, meeting.claim.firm, APPLICANT)
    return first_refusal([mine, _meeting_allows(meeting, "accept")])


def may_cancel_meeting(user: Any, meeting: Meeting) -> Decision:
    """Return whether a person may cancel a meeting for the owner."""
    return may_note(user, meeting.claim) and _meeting_allows(meeting, "cancel")


def may_change(user: Any, claim: Claim, *, at: datetime) -> Decision:
    """Return whether a person may send another version of a firm's claim at an instant.

    Everything that applying asks is asked again, the close and the firm's credit included; who was
    asked for details may send them once after the close too.
    """
    asked = _questions(user, claim.demand, firm=claim.firm, at=at, claim=claim)
    return first_refusal([_in_state(claim, "change"), *asked])


def owes_details(claim: Claim) -> bool:
    """Return whether the officers asked for details since the claim's present version was sent."""
    asked_at = claim.details_asked_at
    return asked_at is not None and version_of(claim).submitted_at < asked_at


def may_confirm(user: Any, claim: Claim) -> Decision:
    """Return whether a person may stand by a firm's claim anew, as after an addendum."""
    return first_refusal([may_act_for(user, claim.firm, APPLICANT), _in_state(claim, "confirm")])


def may_attach_receipt(user: Any, claim: Claim) -> Decision:
    """Return whether a person may attach a scan of the stamped receipt: until the answer."""
    return may_confirm(user, claim)


def may_withdraw(user: Any, claim: Claim) -> Decision:
    """Return whether a person may take a firm's claim back now, or why not."""
    return first_refusal([may_act_for(user, claim.firm, APPLICANT), _in_state(claim, "withdraw")])


def may_read_claims_of(user: Any, demand: Demand) -> Decision:
    """Return whether a person may open the table of a demand's claims."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if roles_handling(user, demand.lifecycle) & OFFICERS:
        return ALLOWED
    return refused(_("The handling unit's officers read these applications."), "not_officer")


def verbs_open_to(user: Any, claim: Claim) -> tuple[Transition, ...]:
    """Return the rows of the machine that a page may draw as buttons for a person."""
    may = {"officer": may_decide(user, claim), "firm": may_withdraw(user, claim)}
    rows = (CLAIM[verb] for verb in CLAIM.verbs(claim.state))
    open_verbs = (one for one in rows if may.get(one.who))
    return tuple(
        one for one in open_verbs if one.verb != "change" or may_change(user, claim, at=clock.now())
    )


def first_refusal(decisions: Iterable[Decision]) -> Decision:
    """Return the first refusal; questions behind it are not asked."""
    return next((decision for decision in decisions if not decision), ALLOWED)


def _questions(
    user: Any, demand: Demand, *, firm: Organisation, at: datetime, claim: Claim | None = None
) -> Iterator[Decision]:
    yield is_open_or_awaited(demand, claim, at=at)
    yield may_act_for(user, firm, APPLICANT)
    yield is_entitled(demand, firm)
    yield _is_fit(demand, firm, at=at)


def is_open_or_awaited(demand: Demand, claim: Claim | None, *, at: datetime) -> Decision:
    """Return whether a demand takes what a firm sends at an instant: also details asked for."""
    openness = is_open_for_claims(demand, at=at)
    if openness.code == "closed" and claim is not None and owes_details(claim):
        return ALLOWED
    return openness


def _in_state(claim: Claim, verb: str) -> Decision:
    if CLAIM.allows(verb, claim.state):
        return ALLOWED
    return refused(
        format_lazy(
            _("This application is settled already: {state}."),
            state=Claim.State(claim.state).label,
        ),
        "wrong_state",
    )


def _belongs_to_applicant(user: Any, claim: Claim) -> bool:
    return any(one.organisation_id == claim.firm_id for one in memberships_of(user))


def _meeting_allows(meeting: Meeting, verb: str) -> Decision:
    if MEETING.allows(verb, meeting.state):
        return ALLOWED
    return refused(
        format_lazy(
            _("This meeting is settled already: {state}."),
            state=MeetingState(meeting.state).label,
        ),
        "wrong_state",
    )


def is_entitled(demand: Demand, firm: Organisation) -> Decision:
    """Return whether a body stands on the other side of a demand, whatever else it lacks."""
    if asks(demand, firm):
        return refused(_("This is your own organisation's demand."), "own_demand")
    if firm.kind == Kind.AGENCY:
        return refused(_("Government departments publish demands; firms apply."), "wrong_kind")
    return ALLOWED


def _is_fit(demand: Demand, firm: Organisation, *, at: datetime) -> Decision:
    if not firm.is_verified:
        reason = _("Your organisation is not verified yet. Ask the portal to verify it first.")
        return refused(reason, "not_verified")
    return is_refused_by(gates_between(demand, firm, at=at))


def is_refused_by(found: tuple[Gate, ...]) -> Decision:
    """Return the refusal of the first binding gate that failed, with what can be done about it."""
    failed = refusing(found)
    return refused(_what_to_do(failed[0]), failed[0].code.split(":")[0]) if failed else ALLOWED


def asks(demand: Demand, firm: Organisation) -> bool:
    """Return whether an organisation owns a demand, leads it or gives its site."""
    if demand.lifecycle.owner_id == firm.pk:
        return True
    return any(
        party.organisation_id == firm.pk and party.part in _ASKING_PARTS
        for party in demand.parties.all()
    )


def _what_to_do(gate: Gate) -> Any:
    if gate.code.startswith("credit:"):
        text = _("Not met: {label} ({fact}). If this is wrong, ask the portal to correct it.")
    else:
        text = _("Required and not met: {label}. {fact} Add it to your organisation's page first.")
    return format_lazy(text, label=gate.label, fact=gate.fact)


def _has_no_live_claim(
    demand: Demand, firm: Organisation, *, claims: Sequence[Claim] | None
) -> Decision:
    if claims is None:
        claim = Claim.objects.live().filter(demand=demand, firm=firm).first()
    else:
        claim = next((one for one in claims if one.is_live), None)
    if claim is None:
        return ALLOWED
    reason = format_lazy(
        _("Your organisation has applied already; the receipt is {receipt}."),
        receipt=claim.receipt,
    )
    return refused(reason, "duplicate")
