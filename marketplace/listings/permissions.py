"""Who may do what with a listing, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.transitions import LIFE, REVIEW
from marketplace.organisations.models import Kind, Role
from marketplace.organisations.permissions import may_act_for, memberships_of
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from marketplace.listings.models import Demand, Lifecycle, Listing
    from marketplace.organisations.models import Membership, Organisation
    from marketplace.organisations.permissions import Person

MODERATE: Final = "listings.change_demand"
"""Who has it moderates listings for the portal's operator."""
WRITERS = {"demand": (Role.EDITOR,), "capability": (Role.EDITOR, Role.BIDDER)}
"""The roles that write each list; an owner's includes them."""
_CAPABLE = frozenset(set(Kind) - {Kind.AGENCY})

_SIGN_IN = refused(_("Please sign in."), "anonymous")


def may_create(user: Person, organisation: Organisation, *, key: str) -> Decision:
    """Return whether a person may write a new item of a list for an organisation."""
    if not user.is_authenticated:
        return _SIGN_IN
    if key == "capability" and organisation.kind not in _CAPABLE:
        return refused(_("Government departments publish demands, not capabilities."), "wrong_kind")
    return may_act_for(user, organisation, *WRITERS[key])


def is_officer(user: Person, lifecycle: Lifecycle) -> bool:
    """Return whether a person belongs to the handling unit, or to the owner where none is set."""
    return any(
        not lifecycle.unit_id or one.unit_id in (None, lifecycle.unit_id)
        for one in _memberships_in(user, lifecycle.owner_id)
    )


def roles_handling(user: Person, lifecycle: Lifecycle) -> frozenset[str]:
    """Return a person's roles in the handling unit, in no unit, or in all of the owner."""
    if not user.is_active:
        return frozenset()
    return frozenset(
        one.role
        for one in _memberships_in(user, lifecycle.owner_id)
        if lifecycle.unit_id is None or one.unit_id in (None, lifecycle.unit_id)
    )


def may_edit(user: Person, listing: Listing) -> Decision:
    """Return whether a person may change the version in work now."""
    lifecycle = listing.lifecycle
    decision = may_write(user, listing)
    if not decision:
        return decision
    if lifecycle.state == lifecycle.State.WITHDRAWN:
        return refused(_("It was withdrawn. Copy it as a new draft instead."), "withdrawn")
    if not REVIEW.allows("save", lifecycle.review):
        return refused(_("It is in approval. Take it back to change it."), "in_approval")
    return ALLOWED


def may_submit(user: Person, listing: Listing) -> Decision:
    """Return whether a person may hand the version in work to the approvers."""
    decision = may_write(user, listing)
    if decision and listing.lifecycle.state == listing.lifecycle.State.WITHDRAWN:
        return refused(_("It was withdrawn. Copy it as a new draft instead."), "withdrawn")
    if decision and not REVIEW.allows("submit", listing.lifecycle.review):
        return refused(_("There is no draft that could be submitted."), "no_draft")
    return decision


def may_recall(user: Person, listing: Listing) -> Decision:
    """Return whether a person may take a submitted version back."""
    decision = may_write(user, listing)
    if decision and not REVIEW.allows("recall", listing.lifecycle.review):
        return refused(_("Nothing is in approval."), "not_submitted")
    return decision


def may_withdraw(user: Person, listing: Listing) -> Decision:
    """Return whether a person may take a published item off the list."""
    decision = ALLOWED if is_portal_staff(user) else may_write(user, listing)
    if decision and not LIFE.allows("withdraw", listing.lifecycle.state):
        return refused(_("Only a published item can be withdrawn."), "not_live")
    return decision


def may_confirm(user: Person, listing: Listing) -> Decision:
    """Return whether a person may say that a published item still holds."""
    decision = may_create(user, listing.lifecycle.owner, key=listing.KEY)
    if decision and listing.lifecycle.state != listing.lifecycle.State.LIVE:
        return refused(_("Only a published item can be confirmed."), "not_live")
    return decision


def may_read(user: Person, listing: Listing) -> Decision:
    """Return whether a person may read the item though it may not be public."""
    if listing.is_public:
        return ALLOWED
    return may_see_work(user, listing)


def may_see_work(user: Person, listing: Listing) -> Decision:
    """Return whether a person may see an item's drafts, approvals and history."""
    if is_portal_staff(user) or _reads_for(user, listing.lifecycle.owner_id):
        return ALLOWED
    step = listing.current_workflow_task
    if step is not None and user.is_authenticated and step.may_decide(user, listing):
        return ALLOWED
    return refused(_("This item is not public."), "not_public")


def may_read_sheets(user: Person, listing: Listing) -> Decision:
    """Return whether a person may read approval sheets and their scans."""
    if is_portal_staff(user) or _reads_for(user, listing.lifecycle.owner_id):
        return ALLOWED
    return refused(_("Approval sheets are read by the owner and the portal's staff."), "private")


def may_attach_sheet(user: Person, listing: Listing) -> Decision:
    """Return whether a person may attach a stamped sheet: who writes or approves for the owner."""
    if is_portal_staff(user):
        return ALLOWED
    roles = (*WRITERS[listing.KEY], Role.APPROVER)
    return may_act_for(user, listing.lifecycle.owner, *roles)


def may_read_attachment(user: Person, attachment: Any) -> Decision:
    """Return whether a person may read a file of an item: as the item itself."""
    return may_read(user, getattr(attachment, attachment.OF))


def may_see_contact(user: Person, demand: Demand) -> Decision:
    """Return whether a person sees the contact of a demand."""
    lifecycle: Any = demand.lifecycle
    visibility = lifecycle.contact_visibility
    if visibility == lifecycle.Visibility.EVERYONE:
        return ALLOWED
    if not user.is_authenticated:
        return refused(_("Sign in to see the contact."), "anonymous")
    if visibility == lifecycle.Visibility.SIGNED_IN or is_portal_staff(user):
        return ALLOWED
    if _memberships_in(user, lifecycle.owner_id):
        return ALLOWED
    if any(one.organisation.is_verified for one in memberships_of(user)):
        return ALLOWED
    return refused(_("People of verified organisations see the contact."), "not_verified")


def is_portal_staff(user: Person) -> bool:
    """Return whether a person moderates listings for the portal's operator.

    The permission says so, not `is_staff`, which Wagtail's user forms set for superusers alone.
    """
    return user.is_authenticated and user.is_active and user.has_perm(MODERATE)


def may_write(user: Person, listing: Listing) -> Decision:
    """Return whether a person writes for the unit that handles an item, whatever its state."""
    lifecycle = listing.lifecycle
    decision = may_create(user, lifecycle.owner, key=listing.KEY)
    if not decision or not lifecycle.unit_id:
        return decision
    able = covering(*WRITERS[listing.KEY])
    mine = _memberships_in(user, lifecycle.owner_id)
    writing = [one for one in mine if one.role in able]
    if writing and all(one.unit_id not in (None, lifecycle.unit_id) for one in writing):
        return refused(_("Another unit handles this item."), "unit")
    return ALLOWED


def _reads_for(user: Person, organisation_id: int) -> bool:
    """Return whether a person reads the work of an owner: its people, not who supervises them."""
    able = covering(Role.VIEWER)
    return any(one.role in able for one in _memberships_in(user, organisation_id))


def _memberships_in(user: Person, organisation_id: int) -> list[Membership]:
    return [one for one in memberships_of(user) if one.organisation_id == organisation_id]
