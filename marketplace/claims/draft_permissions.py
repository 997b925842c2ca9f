"""Who may write a draft, in whose name, and who takes part in it, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim, Mandate
from marketplace.claims.permissions import (
    APPLICANT,
    asks,
    first_refusal,
    is_entitled,
    is_open_for_claims,
    is_open_or_awaited,
    is_refused_by,
    partner_gates,
)
from marketplace.claims.transitions import PARTNER
from marketplace.core import clock
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import roles_handling
from marketplace.organisations.permissions import may_act_for

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.claims.models import ClaimDraft, ClaimPartner
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation


def may_start_draft(user: Any, demand: Demand, *, firm: Organisation, at: datetime) -> Decision:
    """Return whether a person may begin an application at an instant, also before it opens.

    What the firm does not fulfil yet does not stop it: the first page says what is to be done.
    """
    claim = Claim.objects.live().filter(demand=demand, firm=firm).first()
    openness = is_open_or_awaited(demand, claim, at=at)
    if not openness and openness.code != "not_open":
        return openness
    return first_refusal([may_act_for(user, firm, APPLICANT), is_entitled(demand, firm)])


def may_write_draft(user: Any, draft: ClaimDraft) -> Decision:
    """Return whether a person may write a firm's draft; the close stops sending, not writing.

    Who fills in writes what it began for the firm, while the firm allows it and has not sent it.
    """
    mine = may_act_for(user, draft.firm, APPLICANT)
    if mine or draft.helper is None:
        return mine
    if draft.sent_at is not None:
        return refused(_("The firm has sent this application; it goes on alone."), "sent")
    return may_fill_in(user, draft.demand, firm=draft.firm, helper=draft.helper, at=clock.now())


def may_fill_in(
    user: Any, demand: Demand, *, firm: Organisation, helper: Organisation, at: datetime
) -> Decision:
    """Return whether a person may fill in for a firm, in the name of a park or an association.

    Nothing that the firm does itself is asked: the answer tells nothing of it.
    """
    mine = may_act_for(user, helper, APPLICANT)
    if not mine:
        return mine
    if not Mandate.objects.standing_at(at).filter(firm=firm, helper=helper).exists():
        return refused(_("The firm does not allow this, or no longer."), "no_mandate")
    if asks(demand, helper) or roles_handling(user, demand.lifecycle):
        reason = _("Who publishes or handles the demand cannot fill in an application for it.")
        return refused(reason, "own_demand")
    return is_entitled(demand, firm)


def may_start_filling(
    user: Any, demand: Demand, *, firm: Organisation, helper: Organisation, at: datetime
) -> Decision:
    """Return whether a person may begin to fill in at an instant, also before the demand opens."""
    openness = is_open_for_claims(demand, at=at)
    if not openness and openness.code != "not_open":
        return openness
    return may_fill_in(user, demand, firm=firm, helper=helper, at=at)


def may_hand_over(user: Any, draft: ClaimDraft) -> Decision:
    """Return whether a person may say for the helper that the firm should check and send it."""
    decision = may_write_draft(user, draft)
    if decision and not is_helping(user, draft):
        return refused(_("The firm checks and sends it itself."), "not_helper")
    if decision and draft.is_handed_over:
        return refused(_("Nothing was changed since it was handed over."), "handed_over")
    return decision


def is_helping(user: Any, draft: ClaimDraft) -> bool:
    """Return whether a person writes a draft for who fills in, not for the firm."""
    return draft.helper_id is not None and not may_act_for(user, draft.firm, APPLICANT)


def may_invite(user: Any, draft: ClaimDraft) -> Decision:
    """Return whether a person may ask partners in the firm's name; who fills in never does."""
    return may_act_for(user, draft.firm, APPLICANT)


def may_have_partners(demand: Demand, number: int) -> Decision:
    """Return whether an application for a demand may have so many partners beside its lead."""
    if number <= demand.most_partners:
        return ALLOWED
    reason = format_lazy(
        _("This demand takes at most {count} partners beside the lead."), count=demand.most_partners
    )
    return refused(reason, "too_many_partners")


def may_be_partner(draft: ClaimDraft, organisation: Organisation, *, at: datetime) -> Decision:
    """Return whether an organisation may take part in a firm's application at an instant.

    Not the lead, nor who asks, nor who stands on a credit list; the certificates that a demand
    requires are the lead's to hold.
    """
    if organisation.pk == draft.firm_id:
        return refused(_("The lead is no partner of itself."), "is_lead")
    if organisation.merged_into_id is not None or not organisation.is_verified:
        return refused(_("Only verified organisations can be partners."), "not_verified")
    if asks(draft.demand, organisation):
        reason = _("Who publishes the demand cannot take part in an application.")
        return refused(reason, "own_demand")
    entitled = is_entitled(draft.demand, organisation)
    return entitled and is_refused_by(partner_gates(organisation, at=at))


def may_answer_invitation(user: Any, partner: ClaimPartner) -> Decision:
    """Return whether a person may say for a partner whether it takes part."""
    decision = may_act_for(user, partner.organisation, APPLICANT)
    if not decision:
        return decision
    if PARTNER.allows("join", partner.state):
        return ALLOWED
    reason = format_lazy(
        _("This invitation is settled already: {state}."), state=partner.get_state_display()
    )
    return refused(reason, "wrong_state")
