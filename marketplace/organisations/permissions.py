"""Who may act for an organisation, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.system import is_system
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.organisations.models import Membership, Organisation, Role, TakeoverRequest
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User

    Person = User | AnonymousUser

AnyPerson = TypeVar("AnyPerson", bound="Person")

VERIFY: Final = "organisations.verify_organisation"
MANAGE: Final = "organisations.change_organisation"
ADD: Final = "organisations.add_organisation"
_CACHE: Final = "_memberships"


def memberships_of(user: Person) -> list[Membership]:
    """Return a person's memberships with organisation and unit: one query per user object."""
    if not user.is_authenticated:
        return []
    known = getattr(user, _CACHE, None)
    if known is None:
        known = list(Membership.objects.filter(user=user).select_related("organisation", "unit"))
        setattr(user, _CACHE, known)
    return cast("list[Membership]", known)


def anew(user: AnyPerson) -> AnyPerson:
    """Return the same person with memberships forgotten: actions ask anew under their lock."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)
    return user


def roles_in(user: Person, organisation: Organisation) -> frozenset[str]:
    """Return the roles that a person was given in an organisation."""
    return frozenset(
        membership.role
        for membership in memberships_of(user)
        if membership.organisation_id == organisation.pk
    )


def role_in(user: Person, organisation: Organisation) -> str:
    """Return the first role of a person in an organisation, owner before others, or nothing."""
    given = roles_in(user, organisation)
    return next((role.value for role in Role if role in given), "")


def organisations_of(user: Person, *roles: str) -> list[Organisation]:
    """Return the organisations for which a person may act in one of the roles, each once."""
    able = covering(*roles)
    found = {m.organisation_id: m.organisation for m in memberships_of(user) if m.role in able}
    return list(found.values())


def may_act_for(user: Person, organisation: Organisation, *roles: str) -> Decision:
    """Whether a person may act for an organisation in one of the roles (any when none is named)."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if organisation.merged_into_id is not None:
        return refused(_("This organisation was merged into another."), "merged")
    if is_system(user):
        return ALLOWED
    given = roles_in(user, organisation) if user.is_active else frozenset()
    if not given:
        return refused(_("You do not belong to this organisation."), "not_member")
    if given & covering(*roles):
        return ALLOWED
    return refused(
        _("In this organisation you need the role “%(role)s” for this.")
        % {"role": Role(roles[0]).label},
        "wrong_role",
    )


def may_manage(user: Person, organisation: Organisation) -> Decision:
    """Whether a person may change profile, people and units: its owners and staff."""
    if user.has_perm(MANAGE) and organisation.merged_into_id is None:
        return ALLOWED
    return may_act_for(user, organisation, Role.OWNER)


def may_verify(user: Person) -> Decision:
    """Whether a person may verify organisations, decide on takeovers and record credit facts."""
    if user.has_perm(VERIFY):
        return ALLOWED
    return refused(_("Only the portal's staff may do this."), "not_staff")


def may_enter(user: Person) -> Decision:
    """Whether a person may enter organisations from public lists."""
    if user.has_perm(ADD):
        return ALLOWED
    return refused(_("Only the portal's staff may do this."), "not_staff")


def may_ask_takeover(
    user: Person, placeholder: Organisation, *, claimant: Organisation
) -> Decision:
    """Whether a person may ask that an organisation takes a placeholder over."""
    if not placeholder.is_placeholder or placeholder.merged_into_id is not None:
        return refused(_("This entry has an owner already."), "not_placeholder")
    if not claimant.is_verified:
        return refused(
            _("Your organisation must be verified before it can take over an entry."),
            "not_verified",
        )
    return may_act_for(user, claimant, Role.OWNER)


def may_withdraw_takeover(user: Person, request: TakeoverRequest) -> Decision:
    """Whether a person may take a request back."""
    return may_act_for(user, request.claimant, Role.OWNER)
