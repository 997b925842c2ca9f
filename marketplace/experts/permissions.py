"""Who may do what in the pool of experts, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.system import is_system
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.experts.querysets import MANAGE
from marketplace.experts.transitions import EXPERT

if TYPE_CHECKING:
    from marketplace.experts.models import Expert


def may_keep(user: Any) -> Decision:
    """Return whether a person keeps the pool: reads everybody, imports, draws panels."""
    if user.has_perm(MANAGE):
        return ALLOWED
    return refused(_("Only staff who keep the pool of experts may do this."), "not_staff")


def may_apply(user: Any) -> Decision:
    """Return whether a person may apply for the pool; once, and with an account of their own."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if not user.is_active or is_system(user):
        return refused(_("This account cannot apply."), "no_person")
    return ALLOWED


def is_self(user: Any, expert: Expert) -> bool:
    """Return whether the row is the person's own."""
    return bool(user.is_authenticated and user.is_active and expert.user_id == user.pk)


def may_change(user: Any, expert: Expert) -> Decision:
    """Return whether a person may change contact, fields, employers and ties."""
    if expert.state == expert.State.LEFT:
        return refused(_("This person has left the pool."), "left")
    return ALLOWED if is_self(user, expert) else may_keep(user)


def may_turn(user: Any, expert: Expert, *, verb: str) -> Decision:
    """Return whether a person may apply again, rest, come back or leave: for themselves alone."""
    if not is_self(user, expert):
        return refused(_("Only the person does this."), "not_self")
    return _in_state(expert, verb)


def may_release(user: Any, expert: Expert) -> Decision:
    """Return whether a person may end a membership: the person, or staff on their wish."""
    if not is_self(user, expert) and not may_keep(user):
        return may_keep(user)
    return _in_state(expert, "leave")


def may_decide(user: Any, expert: Expert, *, verb: str) -> Decision:
    """Return whether a person may take in, decline, suspend or reinstate: never themselves."""
    decision = may_keep(user)
    if decision and is_self(user, expert):
        return refused(_("Somebody else of the staff decides on you."), "self")
    return decision and _in_state(expert, verb)


def _in_state(expert: Expert, verb: str) -> Decision:
    if EXPERT.allows(verb, expert.state):
        return ALLOWED
    return refused(
        _("“%(verb)s” is not possible in the state “%(state)s”.")
        % {"verb": EXPERT[verb].label, "state": expert.get_state_display()},
        "wrong_state",
    )
