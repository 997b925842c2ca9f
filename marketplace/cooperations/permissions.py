"""Who may do what in a co-operation, always with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models import (
    AGREED_STATES,
    RATING_DAYS,
    Cooperation,
    CooperationState,
    ResourceRequest,
    ResourceRequestState,
    Side,
)
from marketplace.cooperations.querysets import READERS
from marketplace.cooperations.transitions import COOPERATION, RESOURCE_REQUEST
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.models.timeline import Timeline
from marketplace.listings.permissions import roles_handling
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import memberships_of
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ACTING: Final = {
    Side.OWNER: frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER}),
    Side.PROVIDER: covering(Role.BIDDER),
}
"""The roles that act for a side; its other people read."""


def acts_for(user: Any, cooperation: Cooperation) -> Side | None:
    """Return the side for which a person acts; who belongs to the provider never acts for both."""
    return _side(user, cooperation, roles=ACTING)


def reads_for(user: Any, cooperation: Cooperation) -> Side | None:
    """Return the side on which a person reads."""
    return _side(user, cooperation, roles={Side.OWNER: READERS, Side.PROVIDER: covering()})


def may_act(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person acts for one of the sides, or why not."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if acts_for(user, cooperation) is None:
        return refused(_("People who act for one of the two sides do this."), "not_side")
    return ALLOWED


def may_confirm_contact(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may confirm the contact for their side now."""
    decision = may_act(user, cooperation) and _in_state(cooperation, "contact")
    side = acts_for(user, cooperation)
    if decision and side is not None and cooperation.is_confirmed_by(side):
        return refused(_("Your side has confirmed already."), "confirmed")
    return decision


def may_begin_talks(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may note that talks have begun."""
    return may_act(user, cooperation) and _in_state(cooperation, "talk")


def may_sign(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may enter the signed agreement: no more than the demand's slots."""
    decision = _of_side(user, cooperation, side=Side.OWNER) and _in_state(cooperation, "agree")
    return decision and _has_room(cooperation)


def may_publish_agreement(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may make the provider's name and the amount public."""
    decision = _of_side(user, cooperation, side=Side.OWNER)
    if decision and cooperation.shown == Timeline.NOTHING:
        return refused(_("Nothing of this co-operation is public."), "kept_back")
    if decision and (cooperation.is_public or cooperation.state not in AGREED_STATES):
        return refused(_("There is no agreement that could be made public."), "wrong_state")
    return decision


def may_state_delivery(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may say for the provider that it delivered."""
    decision = _of_side(user, cooperation, side=Side.PROVIDER) and _in_state(cooperation, "deliver")
    if decision and cooperation.stated_at is not None:
        return refused(_("Your side has said so already."), "stated")
    return decision


def may_confirm_delivery(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may confirm for the owner what the provider said it delivered."""
    decision = _of_side(user, cooperation, side=Side.OWNER) and _in_state(cooperation, "deliver")
    if decision and cooperation.stated_at is None:
        return refused(_("The provider has not said yet that it delivered."), "not_stated")
    return decision


def may_accept_result(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may accept the result for the owner."""
    return _of_side(user, cooperation, side=Side.OWNER) and _in_state(cooperation, "accept")


def may_certify(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may have the certificate issued: either side, once accepted."""
    decision = may_act(user, cooperation)
    if decision and cooperation.accepted_at is None:
        return refused(_("The result has not been accepted yet."), "wrong_state")
    if decision and cooperation.certificate:
        return refused(_("The certificate has been issued already."), "certified")
    return decision


def may_rate(user: Any, cooperation: Cooperation, *, at: datetime) -> Decision:
    """Return whether a person may rate the other side: once a side, within its days."""
    decision = may_act(user, cooperation) and _in_state(cooperation, "rate")
    if not decision:
        return decision
    if at >= ratings_close_at(cooperation):
        return refused(_("The time for ratings is over."), "over")
    if any(one.side == acts_for(user, cooperation) for one in cooperation.ratings.all()):
        return refused(_("Your side has rated already."), "rated")
    return ALLOWED


def may_end(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may end the co-operation for their side."""
    return may_act(user, cooperation) and _in_state(cooperation, "end")


def may_request(user: Any, cooperation: Cooperation) -> Decision:
    """Return whether a person may ask for an opened resource in the provider's name."""
    decision = _of_side(user, cooperation, side=Side.PROVIDER)
    if decision and not COOPERATION.allows("end", cooperation.state):
        return _wrong_state(cooperation)
    return decision


def may_settle(user: Any, request: ResourceRequest) -> Decision:
    """Return whether a person may grant or refuse a request."""
    return _of_side(user, request.cooperation, side=Side.OWNER) and _request_allows(
        request, "grant"
    )


def may_use(user: Any, request: ResourceRequest) -> Decision:
    """Return whether a person may note for the provider that what was granted is used."""
    return _of_side(user, request.cooperation, side=Side.PROVIDER) and _request_allows(
        request, "use"
    )


def ratings_close_at(cooperation: Cooperation) -> datetime:
    """Return until when ratings are taken; call once the result was accepted."""
    if cooperation.accepted_at is None:
        raise ValueError(f"{cooperation} has not been accepted")
    accepted_at: datetime = cooperation.accepted_at
    return accepted_at + timedelta(days=RATING_DAYS)


def sees_other_rating(cooperation: Cooperation, *, at: datetime) -> bool:
    """Return whether each side reads what the other said: both rated, or the time is over."""
    if cooperation.state == CooperationState.RATED:
        return True
    return cooperation.accepted_at is not None and at >= ratings_close_at(cooperation)


MAY: Final[dict[str, Callable[[Any, Cooperation], Decision]]] = {
    "contact": may_confirm_contact,
    "talk": may_begin_talks,
    "agree": may_sign,
    "publish": may_publish_agreement,
    "state": may_state_delivery,
    "deliver": may_confirm_delivery,
    "accept": may_accept_result,
    "certify": may_certify,
    "request": may_request,
    "end": may_end,
}
"""The questions that a page asks before it draws a step."""


def _side(user: Any, cooperation: Cooperation, *, roles: dict[Side, frozenset[str]]) -> Side | None:
    if not user.is_authenticated or not user.is_active:
        return None
    provider = cooperation.provider_id
    mine = {one.role for one in memberships_of(user) if one.organisation_id == provider}
    if mine:
        return Side.PROVIDER if mine & roles[Side.PROVIDER] else None
    handling = roles_handling(user, cooperation.demand.lifecycle)
    return Side.OWNER if handling & roles[Side.OWNER] else None


def _of_side(user: Any, cooperation: Cooperation, *, side: Side) -> Decision:
    decision = may_act(user, cooperation)
    if decision and acts_for(user, cooperation) != side:
        return refused(_("The other side does this."), "other_side")
    return decision


def _has_room(cooperation: Cooperation) -> Decision:
    demand = cooperation.demand
    most = demand.most_parties
    others = Cooperation.objects.filter(demand=demand, state__in=AGREED_STATES)
    if most is None or others.exclude(pk=cooperation.pk).count() < most:
        return ALLOWED
    if most == 1:
        reason = _("The demand asks for one party, and an agreement with another stands.")
    else:
        reason = _("The demand asks for no more parties than have an agreement.")
    return refused(reason, "no_slot")


def _in_state(cooperation: Cooperation, verb: str) -> Decision:
    return ALLOWED if COOPERATION.allows(verb, cooperation.state) else _wrong_state(cooperation)


def _wrong_state(cooperation: Cooperation) -> Decision:
    label = CooperationState(cooperation.state).label
    return refused(
        _("This is not possible now; the co-operation stands at: %(state)s.") % {"state": label},
        "wrong_state",
    )


def _request_allows(request: ResourceRequest, verb: str) -> Decision:
    if RESOURCE_REQUEST.allows(verb, request.state):
        return ALLOWED
    label = ResourceRequestState(request.state).label
    return refused(_("This request has moved on: %(state)s.") % {"state": label}, "wrong_state")
