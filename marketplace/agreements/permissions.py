"""Who may write, offer, agree to, sign and end an agreement, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.transitions import AGREEMENT, SIGNED_COPY
from marketplace.challenges.permissions import may_run
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import memberships_of
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from marketplace.agreements.models import SignedCopy


def acts_for(user: Any, agreement: Agreement) -> Side | None:
    """Return the side for which a person acts; who belongs to the firm never acts for both."""
    if not user.is_authenticated or not user.is_active:
        return None
    mine = [one for one in memberships_of(user) if one.organisation_id == agreement.firm.pk]
    if mine:
        bids = any(one.role in covering(Role.BIDDER) for one in mine)
        return Side.FIRM if bids else None
    return Side.OWNER if may_run(user, agreement.challenge) else None


def is_of_firm(user: Any, agreement: Agreement) -> bool:
    """Return whether a person reads on the firm's side: of the firm, or of one of its partners."""
    partners = set(agreement.partners.values_list("organisation", flat=True))
    bodies = {agreement.firm.pk, *partners}
    return any(one.organisation_id in bodies for one in memberships_of(user))


def may_write(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may write the agreement now: the owner's officers, in a draft."""
    return _of(user, agreement, side=Side.OWNER) and _in_state(agreement, "offer")


def may_offer(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may offer the draft to the firm: the owner's officers."""
    return may_write(user, agreement)


def may_take_back(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may take it back for changes: the owner's officers, until signed."""
    return _of(user, agreement, side=Side.OWNER) and _in_state(agreement, "take_back")


def may_hand_back(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may return an offer with words: who acts for the firm."""
    return _of(user, agreement, side=Side.FIRM) and _in_state(agreement, "hand_back")


def may_agree(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may agree to an offer: who acts for the firm."""
    return _of(user, agreement, side=Side.FIRM) and _in_state(agreement, "agree")


def may_end(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may end it without an agreement: the owner's officers."""
    return _of(user, agreement, side=Side.OWNER) and _in_state(agreement, "end")


def may_send_copy(user: Any, agreement: Agreement) -> Decision:
    """Return whether a person may send their side's signed copy; once confirmed it stands."""
    side = acts_for(user, agreement)
    if side is None:
        return refused(_("People who act for one of the two sides do this."), "not_side")
    decision = _in_state(agreement, "sign")
    copies = agreement.copies.filter(
        side=side, state="confirmed", version__number=agreement.version
    )
    if decision and copies.exists():
        return refused(_("The other side has confirmed your copy already."), "wrong_state")
    return decision


def may_settle_copy(user: Any, copy: SignedCopy, *, verb: str = "confirm") -> Decision:
    """Return whether a person may confirm or reject a copy: who acts for the other side."""
    agreement = copy.agreement
    decision = _of(user, agreement, side=Side(copy.side).other) and _in_state(agreement, "sign")
    if decision and copy.version.number != agreement.version:
        return refused(_("This copy is of an older version."), "wrong_state")
    if decision and not SIGNED_COPY.allows(verb, copy.state):
        return refused(_("This copy was looked at already."), "wrong_state")
    return decision


def may_read_copy(user: Any, copy: Any) -> Decision:
    """Return whether a person may read a signed copy: who may read the agreement."""
    if Agreement.objects.visible_to(user).filter(pk=copy.agreement_id).exists():
        return ALLOWED
    return refused(_("The two sides read the agreement, and who supervises it."), "private")


def _of(user: Any, agreement: Agreement, *, side: Side) -> Decision:
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if acts_for(user, agreement) == side:
        return ALLOWED
    if side is Side.OWNER:
        return refused(_("The handling unit or the portal's staff does this."), "not_officer")
    return refused(_("People who bid for the firm do this."), "not_firm")


def _in_state(agreement: Agreement, verb: str) -> Decision:
    if AGREEMENT.allows(verb, agreement.state):
        return ALLOWED
    label = agreement.State(agreement.state).label
    return refused(
        _("This is not possible now; the agreement stands at: %(state)s.") % {"state": label},
        "wrong_state",
    )
