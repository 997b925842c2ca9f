"""Who may do what with a match, always with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.system import is_system
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import roles_handling
from marketplace.matches.models import Invitation, Match, MatchState, MutedOrganisation, Side
from marketplace.matches.querysets import READERS
from marketplace.matches.transitions import INVITATION, MATCH
from marketplace.organisations.models import Membership, Role
from marketplace.organisations.permissions import may_act_for, memberships_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.organisations.models import Organisation

ACTING: Final = {
    Side.DEMAND: frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER}),
    Side.CAPABILITY: frozenset({Role.OWNER, Role.EDITOR, Role.BIDDER}),
}
"""The roles that act for a side; its viewers read."""

INVITED: Final = Role.BIDDER
"""The role that is invited in a firm's name; an owner's includes it."""

INVITATIONS_A_DAY: Final = 20
"""How many firms an organisation may invite within 24 hours."""

_DAY: Final = timedelta(days=1)
_NOBODY: Final = refused(_("Nobody of this firm is on the portal yet."), "nobody")
# One answer for whom nobody can receive it and for who does not want it: the reason is the firm's.
_UNREACHED: Final = refused(_("Invitations do not reach this firm."), "unreached")


def sides_of(user: Any, match: Match) -> tuple[Side, ...]:
    """Return the sides on which a person reads a match."""
    return tuple(
        side for side in Side if roles_handling(user, match.lifecycle_of(side)) & READERS[side]
    )


def may_act(user: Any, match: Match, *, side: str) -> Decision:
    """Return whether a person acts for a side of a match, or why not."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if is_system(user) or roles_handling(user, match.lifecycle_of(side)) & ACTING[Side(side)]:
        return ALLOWED
    return refused(_("Editors of the listing's unit decide on its matches."), "not_side")


def may_confirm(user: Any, match: Match, *, side: str, at: datetime) -> Decision:
    """Return whether a person may confirm contact for a side now."""
    decision = may_act(user, match, side=side) and _in_state(match, "contact")
    if not decision:
        return decision
    own = match.side(side)
    if own is not None and own.confirmed_at is not None:
        return refused(_("Your side has confirmed already."), "confirmed")
    return _in_force(match, at)


def may_dismiss(user: Any, match: Match, *, side: str) -> Decision:
    """Return whether a person may put a match aside for a side."""
    return may_act(user, match, side=side) and _in_state(match, "dismiss")


def may_restore(user: Any, match: Match, *, side: str) -> Decision:
    """Return whether a person may take up again what their own side put aside."""
    decision = may_act(user, match, side=side) and _in_state(match, "restore")
    if decision and match.dismissed_side != side:
        return refused(_("The other side put it aside."), "other_side")
    return decision


def may_invite(user: Any, match: Match, *, at: datetime) -> Decision:
    """Return whether a person may invite the capability's owner to apply, apart from the limit."""
    return may_ask(user, match, at=at) and _reachable(match)


def may_ask(user: Any, match: Match, *, at: datetime) -> Decision:
    """Return whether a person may invite for a match, whoever is there to be invited."""
    decision = may_act(user, match, side=Side.DEMAND)
    if not decision:
        return decision
    owner = match.capability.lifecycle.owner
    if owner.pk == match.demand.lifecycle.owner_id:
        return refused(_("This is your own organisation's capability."), "own")
    if any(one.organisation_id == owner.pk for one in memberships_of(user)):
        return refused(_("You belong to this firm; somebody else must invite it."), "own_firm")
    if hasattr(match, "invitation"):
        return refused(_("This firm was invited already."), "invited")
    if match.state in {MatchState.DISMISSED, MatchState.CLAIMED}:
        return _wrong_state(match)
    if match.demand.is_challenge:
        return refused(_("An open challenge invites everyone."), "challenge")
    if owner.is_placeholder:
        return _NOBODY
    return _in_force(match, at)


def within_limit(owner: Organisation, *, at: datetime) -> Decision:
    """Return whether an organisation may invite one more; ask under its lock."""
    sent = Invitation.objects.filter(
        match__demand__lifecycle__owner=owner, sent_at__gt=at - _DAY
    ).count()
    if sent < INVITATIONS_A_DAY:
        return ALLOWED
    reason = _("Your organisation has invited %(number)d firms within a day; go on tomorrow.")
    return refused(reason % {"number": INVITATIONS_A_DAY}, "limit")


def may_accept(user: Any, match: Match, *, at: datetime) -> Decision:
    """Return whether a person may accept the invitation of a match: who may then apply."""
    decision = _may_settle(user, match, verb="accept")
    return decision and may_be_applied_for(user, match, at=at) and _applies(user, match)


def may_decline(user: Any, match: Match) -> Decision:
    """Return whether a person may decline the invitation of a match for the firm."""
    return _may_settle(user, match, verb="decline")


def may_mute(user: Any, match: Match) -> Decision:
    """Return whether a person may have a firm take no more invitations from who sent one."""
    decision = _invited(user, match) and _applies(user, match)
    if decision and MutedOrganisation.objects.between(match).exists():
        return refused(_("Your firm takes no invitations from it already."), "muted")
    return decision


def may_lift(user: Any, muted: MutedOrganisation) -> Decision:
    """Return whether a person may have a firm take invitations from an organisation again."""
    return may_act_for(user, muted.firm, INVITED)


def may_be_applied_for(user: Any, match: Match, *, at: datetime) -> Decision:
    """Return whether the way to the application is shown; the application itself asks the rest."""
    if match.demand.is_challenge:
        return refused(_("An open challenge invites everyone."), "challenge")
    if match.state == MatchState.CLAIMED:
        return _wrong_state(match)
    if match.demand.lifecycle.phase_at(at) == "upcoming":
        return refused(_("Applications are not open yet."), "not_open")
    return may_act(user, match, side=Side.CAPABILITY) and _in_force(match, at)


def _invited(user: Any, match: Match) -> Decision:
    decision = may_act(user, match, side=Side.CAPABILITY)
    if decision and not hasattr(match, "invitation"):
        return refused(_("There is no invitation."), "not_invited")
    return decision


def _may_settle(user: Any, match: Match, *, verb: str) -> Decision:
    decision = _invited(user, match)
    if decision and not INVITATION.allows(verb, match.invitation.state):
        return refused(_("This invitation is settled already."), "wrong_state")
    return decision


def _applies(user: Any, match: Match) -> Decision:
    return may_act_for(user, match.capability.lifecycle.owner, INVITED)


def _in_state(match: Match, verb: str) -> Decision:
    return ALLOWED if MATCH.allows(verb, match.state) else _wrong_state(match)


def _wrong_state(match: Match) -> Decision:
    label = MatchState(match.state).label
    return refused(_("This match has moved on: %(state)s.") % {"state": label}, "wrong_state")


def _in_force(match: Match, at: datetime) -> Decision:
    """Return whether both listings are published and the demand may still be answered."""
    if not (match.demand.is_public and match.capability.is_public):
        return refused(_("One of the two is no longer published."), "not_public")
    if match.demand.lifecycle.phase_at(at) == "closed":
        return refused(_("The demand has closed."), "closed")
    return ALLOWED


def _reachable(match: Match) -> Decision:
    owner = match.capability.lifecycle.owner
    people = Membership.objects.able_to(INVITED).filter(organisation=owner, user__is_active=True)
    if people.exists() and not MutedOrganisation.objects.between(match).exists():
        return ALLOWED
    return _UNREACHED
