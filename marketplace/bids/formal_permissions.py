"""Who may check, complete and keep out an opened bid, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import FormalState
from marketplace.bids.transitions import FORMAL_CHECK, PARTNER
from marketplace.challenges.permissions import may_run
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import may_act_for, memberships_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.bids.models import Bid, BidPartner, FormalCheck


def may_check(user: Any, check: FormalCheck) -> Decision:
    """Return whether a person checks a bid: who runs the challenge, of no party of the bid."""
    bid = check.bid
    decision = may_run(user, bid.challenge)
    if decision and _belongs_to(user, bid):
        return refused(_("You belong to a party of this bid; somebody else checks it."), "party")
    return decision and _while_opened(bid)


def may_write_deficits(user: Any, check: FormalCheck) -> Decision:
    """Return whether a person may ask the bidder to complete the bid: once for each bid."""
    decision = may_check(user, check) and _allows(check, "write_deficits")
    if decision and check.asked_at is not None:
        return refused(_("The bidder was asked once; it is not asked again."), "asked")
    return decision


def may_cure(user: Any, check: FormalCheck, *, at: datetime) -> Decision:
    """Return whether a person may complete a bid: the bidder, within the time given."""
    decision = may_act_for(user, check.bid.firm, Role.BIDDER) and _while_opened(check.bid)
    decision = decision and _allows(check, "cure")
    if decision and check.is_due_at(at):
        return refused(_("The time to complete the bid is over."), "late")
    return decision


def may_admit(user: Any, check: FormalCheck) -> Decision:
    """Return whether a person may admit a bid to the review."""
    return may_check(user, check) and _allows(check, "admit")


def may_propose(user: Any, check: FormalCheck, *, at: datetime) -> Decision:
    """Return whether a person may propose to keep a bid out: not while it may be completed."""
    decision = may_check(user, check) and _allows(check, "propose")
    if decision and check.state == FormalState.CURING and not check.is_due_at(at):
        return refused(_("The bidder still has time to complete the bid."), "too_early")
    return decision


def may_decide(user: Any, check: FormalCheck) -> Decision:
    """Return whether a person decides on a proposal: somebody else than who made it."""
    decision = may_check(user, check) and _allows(check, "exclude")
    if decision and check.proposed_by_id == user.pk:
        return refused(_("You proposed it; somebody else decides."), "same_person")
    return decision


def may_answer(user: Any, partner: BidPartner) -> Decision:
    """Return whether a person answers for a partner: until the bid is admitted or kept out."""
    if partner.organisation is None:
        return refused(_("Nobody on the portal has this name."), "unknown")
    decision = may_act_for(user, partner.organisation, Role.BIDDER) and _while_opened(partner.bid)
    if decision and partner.bid.formal_check.is_settled:
        return refused(_("The formal check of this bid is over."), "wrong_state")
    return decision


def may_answer_by(user: Any, partner: BidPartner, *, verb: str) -> Decision:
    """Return whether a person may confirm or decline for a partner now."""
    decision = may_answer(user, partner)
    if decision and not PARTNER.allows(verb, partner.state):
        return refused(_("This answer was given already."), "wrong_state")
    return decision


def may_read_cure(user: Any, file: Any) -> Decision:
    """Return whether a person reads a file that completes a bid: who reads the bid."""
    bids = type(file.formal_check.bid)._default_manager
    if bids.visible_to(user).filter(pk=file.formal_check.bid_id).exists():
        return ALLOWED
    return refused(_("This bid is handled by other people."), "private")


def _belongs_to(user: Any, bid: Bid) -> bool:
    parties = {bid.firm_id, *bid.partners.values_list("organisation", flat=True)}
    return any(one.organisation_id in parties for one in memberships_of(user))


def _while_opened(bid: Bid) -> Decision:
    challenge = bid.challenge
    if challenge.state == challenge.State.OPENED:
        return ALLOWED
    return refused(_("Bids are checked between the opening and the result."), "wrong_state")


def _allows(check: FormalCheck, verb: str) -> Decision:
    if FORMAL_CHECK.allows(verb, check.state):
        return ALLOWED
    return refused(
        _("“%(verb)s” is not possible in the state “%(state)s”.")
        % {"verb": FORMAL_CHECK[verb].label, "state": check.get_state_display()},
        "wrong_state",
    )
