"""Who may do what to synonyms, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.system import is_system
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User
    from marketplace.taxonomy.models import Synonym

    Person = User | AnonymousUser

PROPOSE: Final = "taxonomy.add_synonym"
CHANGE: Final = "taxonomy.change_synonym"
APPROVE: Final = "taxonomy.approve_synonym"


def may_propose_synonyms(user: Person) -> Decision:
    """Whether a person may propose edges."""
    if is_system(user) or user.has_perm(PROPOSE):
        return ALLOWED
    return refused(_("Synonyms are proposed by the editors of the taxonomy."), "not_editor")


def may_revise_synonyms(user: Person) -> Decision:
    """Whether a person may reword proposals: their author then, so that another one approves."""
    if user.has_perm(CHANGE):
        return ALLOWED
    return refused(_("Synonyms are changed by the editors of the taxonomy."), "not_editor")


def may_decide_synonyms(user: Person) -> Decision:
    """Whether a person may approve, reject and retire edges at all."""
    if user.has_perm(APPROVE):
        return ALLOWED
    return refused(_("You may not decide on synonyms."), "not_approver")


def may_approve_synonym(user: Person, synonym: Synonym) -> Decision:
    """Whether a person may approve an edge: never its author, not even a superuser."""
    decision = may_decide_synonyms(user)
    if decision and synonym.author_id == user.pk:
        return refused(_("You proposed this synonym: another person approves it."), "own_proposal")
    return decision


def may_reject_synonym(user: Person, synonym: Synonym) -> Decision:
    """Whether a person may reject a proposal: an approver, and its author."""
    return ALLOWED if synonym.author_id == user.pk else may_decide_synonyms(user)
