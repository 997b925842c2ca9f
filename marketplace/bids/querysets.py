"""Questions about opened bids that lists and pages ask."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from marketplace.listings.people import OFFICERS
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role


class BidQuerySet(models.QuerySet[Any]):
    """Opened bids."""

    def published(self) -> Self:
        """Return those whose opening is over: until then nobody reads any."""
        return self.filter(challenge__opening__state="finished")

    def admitted(self) -> Self:
        """Return those that are reviewed and ranked: opened whole, and admitted by their check.

        While one bid of a challenge still waits for its formal check, none of that challenge is
        admitted, so that neither letters nor ranks move once somebody has read them.
        """
        return self.published().filter(fault="")

    def of_firms_of(self, user: Any) -> Self:
        """Return the bids of the organisations for which a person may bid."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        firms = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        return self.published().filter(firm__in=firms)

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the bidder's, the officers', and what one supervises."""
        mine = self.of_firms_of(user).values("pk")
        handled = self.published().filter(
            handled_by(user, OFFICERS, path="challenge__demand__lifecycle")
        )
        supervised = self.published().filter(
            challenge__demand__lifecycle__owner__in=_supervised_by(user)
        )
        return self.filter(
            Q(pk__in=mine) | Q(pk__in=handled.values("pk")) | Q(pk__in=supervised.values("pk"))
        )

    def for_rows(self) -> Self:
        """Return the rows with what a table draws, in one query."""
        return self.select_related("challenge__demand__lifecycle__owner", "firm", "submitted_by")


def _supervised_by(user: Any) -> Any:
    """Return the organisations that a person supervises (纪检)."""
    if not user.is_authenticated or not user.is_active:
        return []
    return user.memberships.able_to(Role.SUPERVISOR).values("organisation")
