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
from marketplace.organisations.models import Role
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge

OFFICERS: Final = covering(*WRITERS["demand"], Role.APPROVER)
"""Roles of the handling unit that run a challenge once it is listed."""


def may_read(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may read a challenge: everybody once it was listed."""
    demand = challenge.demand
    if challenge.state in challenge.LISTED and demand.live and demand.lifecycle.number:
        return ALLOWED
    return may_see_work(user, demand)


def may_change_rules(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may write the rules now: the author, before the fitness check."""
    return may_write(user, challenge.demand) and _in_state(challenge, "hand_in")


def may_take_back(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may take it back for changes: the author, until it is listed."""
    return may_write(user, challenge.demand) and _in_state(challenge, "take_back")


def may_withdraw(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may withdraw it before it was ever listed: the author."""
    return may_write(user, challenge.demand) and _in_state(challenge, "withdraw")


def may_run(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person runs a listed challenge: the handling unit, or portal staff."""
    if is_portal_staff(user) or roles_handling(user, challenge.demand.lifecycle) & OFFICERS:
        return ALLOWED
    return refused(_("The handling unit or the portal's staff does this."), "not_officer")


def may_terminate(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may terminate a listed challenge."""
    return may_run(user, challenge) and _in_state(challenge, "terminate")


def may_fail(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may end a closed challenge without a result (流标)."""
    return may_run(user, challenge) and _in_state(challenge, "fail")


def _in_state(challenge: Challenge, verb: str) -> Decision:
    if CHALLENGE.allows(verb, challenge.state):
        return ALLOWED
    return refused(
        _("This is not possible now; the challenge stands at: %(state)s.")
        % {"state": challenge.State(challenge.state).label},
        "wrong_state",
    )
