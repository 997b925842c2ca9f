"""Who may do what with a challenge, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.challenges.transitions import CHALLENGE
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import (
    WRITERS,
    is_portal_staff,
    may_see_work,
    may_write,
    roles_handling,
)
from marketplace.organisations.models import Kind, Role
from marketplace.organisations.permissions import memberships_of
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge, FitnessVote
    from marketplace.listings.models import Demand

OFFICERS: Final = covering(*WRITERS["demand"], Role.APPROVER)
"""Roles of the handling unit that run a challenge once it is listed."""

FIRMS: Final = frozenset({Kind.FIRM, Kind.STATE_FIRM})


def may_read(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may read a challenge: everybody once it was listed."""
    demand = challenge.demand
    if challenge.state in challenge.LISTED and demand.live and demand.lifecycle.number:
        return ALLOWED
    return may_see_work(user, demand)


def may_begin(user: Any, demand: Demand) -> Decision:
    """Return whether a person may begin the challenge of a demand: its author, before it is out."""
    if not demand.get_latest_revision_as_object().is_challenge:
        return refused(_("Choose the mode open challenge in the demand first."), "no_challenge")
    if demand.lifecycle.published_at is not None:
        return refused(_("This demand was published already."), "published")
    return may_write(user, demand)


def may_change_rules(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may write the rules now: the author, before the fitness check."""
    return may_write(user, challenge.demand) and in_state(challenge, "hand_in")


def may_take_back(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may take it back for changes: the author, until it is listed."""
    return may_write(user, challenge.demand) and _unlisted(challenge, "take_back")


def may_withdraw(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may withdraw it before it was ever listed: the author."""
    return may_write(user, challenge.demand) and _unlisted(challenge, "withdraw")


def may_run(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person runs a listed challenge: the handling unit, or portal staff."""
    if is_portal_staff(user) or roles_handling(user, challenge.demand.lifecycle) & OFFICERS:
        return ALLOWED
    return refused(_("The handling unit or the portal's staff does this."), "not_officer")


def may_terminate(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may terminate a listed challenge."""
    return may_run(user, challenge) and in_state(challenge, "terminate")


def may_fail(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may end a closed challenge without a result (流标)."""
    return may_run(user, challenge) and in_state(challenge, "fail")


def may_read_fitness(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person reads its fitness checks: who may see the work, and who was asked."""
    asked = challenge.checks.filter(votes__reviewer=user.pk).exists()
    return ALLOWED if asked and user.is_active else may_see_work(user, challenge.demand)


def may_ask_reviewers(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may ask somebody to judge: portal staff outside the owner."""
    return _of_staff(user, challenge) and in_state(challenge, "pass")


def may_conclude(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may end the running check by what was voted."""
    return _of_staff(user, challenge) and in_state(challenge, "pass")


def may_vote(user: Any, vote: FitnessVote) -> Decision:
    """Return whether a person may file a vote: whoever was asked, once, and still independent."""
    if not user.is_authenticated or vote.reviewer_id != user.pk:
        return refused(_("Another person was asked to judge."), "not_asked")
    if vote.fitness.state != vote.fitness.State.RUNNING:
        return refused(_("This check is over."), "wrong_state")
    if vote.vote:
        return refused(_("You have voted already."), "voted")
    return independence(user, vote.fitness.challenge)


def independence(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person judges from outside: of no body in the demand, and of no firm."""
    if not user.is_active:
        return refused(_("This account is not active."), "not_active")
    demand = challenge.demand
    bodies = {demand.lifecycle.owner_id}
    bodies |= set(demand.parties.values_list("organisation", flat=True))
    mine = memberships_of(user)
    if any(one.organisation_id in bodies for one in mine):
        return refused(_("People of the demand's own bodies do not judge it."), "own_demand")
    if any(one.organisation.kind in FIRMS for one in mine):
        return refused(_("People of firms do not read a challenge before others can."), "of_firm")
    return ALLOWED


def _of_staff(user: Any, challenge: Challenge) -> Decision:
    if not is_portal_staff(user):
        return refused(_("The portal's staff does this."), "not_staff")
    if any(
        one.organisation_id == challenge.demand.lifecycle.owner_id for one in memberships_of(user)
    ):
        return refused(_("People of the demand's own bodies do not judge it."), "own_demand")
    return ALLOWED


def _unlisted(challenge: Challenge, verb: str) -> Decision:
    """Return whether a verb of the author is possible: never once the demand is public."""
    if challenge.demand.lifecycle.published_at is not None:
        return refused(_("It is listed. It can only be terminated."), "wrong_state")
    return in_state(challenge, verb)


def in_state(challenge: Challenge, verb: str) -> Decision:
    """Return whether the machine lets a verb happen to a challenge now, or where it stands."""
    if CHALLENGE.allows(verb, challenge.state):
        return ALLOWED
    return refused(
        _("This is not possible now; the challenge stands at: %(state)s.")
        % {"state": challenge.State(challenge.state).label},
        "wrong_state",
    )
