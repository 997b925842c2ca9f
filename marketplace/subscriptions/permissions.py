"""Who may subscribe to what, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.accounts.system import is_system
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.permissions import memberships_of
from marketplace.subscriptions.models import Follow, Subscription
from marketplace.subscriptions.querysets import FOLLOWERS

if TYPE_CHECKING:
    from marketplace.listings.models import Capability, Demand

MOST: Final = 50
"""So many subscriptions one person may have."""

MOST_FOLLOWED: Final = 500
"""So many things one person may follow."""


def may_subscribe(user: Any) -> Decision:
    """Return whether a person may have one more subscription, or why not."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if not user.is_active or is_system(user):
        return refused(_("This account has no subscriptions."), "not_a_person")
    if Subscription.objects.visible_to(user).count() >= MOST:
        reason = ngettext(
            "You have %(number)d subscription, which is the most; delete one first.",
            "You have %(number)d subscriptions, which is the most; delete one first.",
            MOST,
        )
        return refused(reason % {"number": MOST}, "too_many")
    return ALLOWED


def may_follow(user: Any, listing: Demand | Capability) -> Decision:
    """Return whether a person may be told of what fits a listing: who handles it, once public."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    lifecycle = listing.lifecycle
    handles = any(
        one.organisation_id == lifecycle.owner_id
        and one.role in FOLLOWERS[listing.KEY]
        and (lifecycle.unit_id is None or one.unit_id in {None, lifecycle.unit_id})
        for one in memberships_of(user)
    )
    if not handles:
        return refused(_("Only the people of its owner are told what fits it."), "not_own")
    if not listing.is_public:
        return refused(_("It is not published, so nothing is compared with it."), "not_public")
    return ALLOWED


def may_have_calendar(user: Any) -> Decision:
    """Return whether somebody may have a calendar of their own: a person who is signed in."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if not user.is_active or is_system(user):
        return refused(_("This account follows nothing."), "not_a_person")
    return ALLOWED


def may_begin(user: Any) -> Decision:
    """Return whether a person may follow one thing more, or why not."""
    decision = may_have_calendar(user)
    if not decision:
        return decision
    if Follow.objects.visible_to(user).count() >= MOST_FOLLOWED:
        reason = _("You follow %(number)d things, which is the most; stop following one first.")
        return refused(reason % {"number": MOST_FOLLOWED}, "too_many")
    return ALLOWED


def may_change(user: Any, subscription: Subscription) -> Decision:
    """Return whether a person may change, pause or delete a subscription: their own."""
    if user.is_authenticated and user.pk == subscription.user_id:
        return ALLOWED
    return refused(_("This is not your subscription."), "not_own")


def may_read_figures(user: Any) -> Decision:
    """Return whether a person reads the figures of all subscriptions: the portal's staff."""
    if is_portal_staff(user):
        return ALLOWED
    return refused(_("Only the portal's staff may do this."), "not_staff")
