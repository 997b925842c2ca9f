"""Questions about subscriptions and alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.listings.models import Capability, Demand

FOLLOWERS: Final = {
    "demand": ("owner", "editor", "approver", "viewer"),
    "capability": ("owner", "editor", "approver", "bidder", "viewer"),
}
"""Roles that are told what fits a listing; a bid manager stands on the firm's side alone."""


class SubscriptionQuerySet(models.QuerySet[Any]):
    """Subscriptions."""

    def visible_to(self, user: Any) -> Self:
        """Return a person's own: nobody else reads them, staff included."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user=user)

    def in_force(self) -> Self:
        """Return those of people who may still be told.

        Of what fits a listing these are the people of the handling unit, and those of the owner who
        are bound to no unit; where no unit is set, all of the owner.
        """
        told = Q(search__isnull=False)
        for key, roles in FOLLOWERS.items():
            lifecycle = f"{key}__lifecycle"
            owners = Membership.objects.filter(
                user=OuterRef("user"),
                organisation=OuterRef(f"{lifecycle}__owner"),
                role__in=roles,
            )
            inside = owners.filter(Q(unit__isnull=True) | Q(unit=OuterRef(f"{lifecycle}__unit")))
            told |= Q(Exists(inside)) | Q(Exists(owners), **{f"{lifecycle}__unit__isnull": True})
        return self.filter(told, user__is_active=True)

    def not_of(self, listing: Demand | Capability) -> Self:
        """Return those of people who do not belong to a listing's owner."""
        own = Membership.objects.filter(
            user=OuterRef("user"), organisation=listing.lifecycle.owner_id
        )
        return self.filter(~Exists(own))

    def for_rows(self) -> Self:
        """Return the rows with what a list of them draws."""
        return self.select_related("search", "demand__lifecycle", "capability__lifecycle")


class FollowQuerySet(models.QuerySet[Any]):
    """What people follow."""

    def visible_to(self, user: Any) -> Self:
        """Return a person's own: nobody else reads or counts them, staff included."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user=user)

    def before(self, instant: datetime) -> Self:
        """Return those that began by an instant."""
        return self.filter(since__lte=instant)

    def for_rows(self) -> Self:
        """Return the rows with what a list of them draws."""
        return self.select_related("demand__lifecycle__owner", "organisation", "domain", "batch")


class AlertQuerySet(models.QuerySet[Any]):
    """Alerts."""

    def of(self, listing: Demand | Capability) -> Self:
        """Return those that tell of a listing."""
        return self.filter(**{listing.KEY: listing.pk})

    def told_by(self, message: int) -> Self:
        """Return what a message tells, by its key, with what is drawn of it."""
        return self.filter(message=message).for_rows().order_by("pk")

    def waiting(self) -> Self:
        """Return those that no message has told yet, of subscriptions that are not paused."""
        return self.filter(outcome="waiting", subscription__state="active")

    def for_rows(self) -> Self:
        """Return the rows with what a message draws."""
        return self.select_related(
            "subscription__search",
            "subscription__demand__lifecycle",
            "subscription__capability__lifecycle",
            "demand__lifecycle__owner",
            "capability__lifecycle__owner",
        )
