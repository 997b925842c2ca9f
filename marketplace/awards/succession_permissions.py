"""Who may name the next in the ranking, agree to it, answer and pass over, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.awards.transitions import SUCCESSION
from marketplace.awards.vacancies import vacancy_of
from marketplace.challenges import permissions as challenge_permissions
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import is_portal_staff, roles_handling
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import may_act_for, memberships_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.awards.models import Succession
    from marketplace.challenges.models import Challenge


def may_read(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person reads who was named: who runs the challenge, and its supervisor."""
    owner = challenge.demand.lifecycle.owner_id
    mine = memberships_of(user)
    if any(one.organisation_id == owner and one.role == Role.SUPERVISOR for one in mine):
        return ALLOWED
    return challenge_permissions.may_run(user, challenge)


def may_name(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may name the next in the ranking now: who runs the challenge."""
    decision = _for_owner(user, challenge)
    if not decision:
        return decision
    vacancy = vacancy_of(challenge)
    if vacancy is None:
        return refused(_("No award came to nothing; nobody else is named."), "wrong_state")
    if challenge.successions.open().exists():
        return refused(_("The next in the ranking is named already."), "named")
    if vacancy.next is None:
        return refused(_("Nobody is left in the ranking who may be named."), "nobody")
    return ALLOWED


def may_fall_through(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may end the challenge instead: while no bidder was asked."""
    decision = _for_owner(user, challenge)
    if decision and vacancy_of(challenge) is None:
        return refused(_("No award came to nothing."), "wrong_state")
    asked = challenge.successions.open().exclude(state="named")
    if decision and asked.exists():
        return refused(_("The next in the ranking was asked; that comes first."), "asked")
    return decision


def may_ask(user: Any, succession: Succession) -> Decision:
    """Return whether a person may agree to a naming: an approver who did not name."""
    return _approves(user, succession) and _allows(succession, "ask")


def may_withdraw(user: Any, succession: Succession) -> Decision:
    """Return whether a person may withdraw a naming before the bidder is asked."""
    return _for_owner(user, succession.challenge) and _allows(succession, "withdraw")


def may_pass_over(user: Any, succession: Succession) -> Decision:
    """Return whether a person may pass a bidder over before its supplementary notice is shown."""
    decision = _approves(user, succession) and _allows(succession, "pass_over")
    if decision and not succession.is_open:
        return refused(_("Its supplementary result was shown already."), "wrong_state")
    return decision


def may_show(user: Any, succession: Succession) -> Decision:
    """Return whether a person may show the supplementary notice of a bidder that stands."""
    decision = _approves(user, succession)
    if decision and (succession.state != succession.State.STOOD or not succession.is_open):
        return refused(_("The bidder has to say first that it stands by its bid."), "wrong_state")
    return decision


def may_answer(user: Any, succession: Succession, *, at: datetime) -> Decision:
    """Return whether a person may answer for the bidder: who bids for it, before the period ends.

    People of the challenge's owner do not.
    """
    decision = may_act_for(user, succession.firm, Role.BIDDER)
    owner = succession.challenge.demand.lifecycle.owner_id
    if decision and any(one.organisation_id == owner for one in memberships_of(user)):
        return refused(_("People of the demand's owner do not act for the firm."), "other_side")
    decision = decision and _allows(succession, "stand")
    if decision and succession.is_late_at(at):
        return refused(_("The period to answer is over."), "late")
    return decision


def _for_owner(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person acts for the owner: runs the challenge, and is of no bidder."""
    firms = set(challenge.bids.values_list("firm", flat=True))
    if any(one.organisation_id in firms for one in memberships_of(user)):
        return refused(_("People of a bidder do not act for the owner."), "other_side")
    return challenge_permissions.may_run(user, challenge)


def _approves(user: Any, succession: Succession) -> Decision:
    decision = _for_owner(user, succession.challenge)
    if decision and succession.named_by_id == user.pk:
        return refused(_("You named this bidder; somebody else decides."), "own_naming")
    handling = roles_handling(user, succession.challenge.demand.lifecycle)
    if decision and Role.APPROVER not in handling and not is_portal_staff(user):
        return refused(_("An approver of the handling unit does this."), "not_approver")
    return decision


def _allows(succession: Succession, verb: str) -> Decision:
    if SUCCESSION.allows(verb, succession.state):
        return ALLOWED
    label = succession.State(succession.state).label
    return refused(
        _("This is not possible now; it stands at: %(state)s.") % {"state": label}, "wrong_state"
    )
