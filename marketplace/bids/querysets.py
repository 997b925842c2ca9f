"""Questions about opened bids that lists and pages ask."""

from __future__ import annotations

from typing import Any, Final, Self

from django.db import models
from django.db.models import Q

from marketplace.listings.people import OFFICERS
from marketplace.listings.permissions import is_portal_staff
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role

_UNSETTLED: Final = ("open", "curing", "cured", "proposed")


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
        whole = self.published().filter(fault="", formal_check__state="admitted")
        return whole.exclude(challenge__bids__formal_check__state__in=_UNSETTLED)

    def of_firms_of(self, user: Any) -> Self:
        """Return the bids of the organisations for which a person may bid."""
        return self.published().filter(firm__in=_firms_of(user))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the bidder's, the officers', and what one supervises."""
        return self.published().filter(_read_by(user))

    def for_rows(self) -> Self:
        """Return the rows with what a table draws, in one query."""
        return self.select_related(
            "challenge__demand__lifecycle__owner", "firm", "submitted_by", "formal_check"
        )


class FormalCheckQuerySet(models.QuerySet[Any]):
    """Formal checks of opened bids."""

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: who reads the bid, and staff, who may have to decide."""
        opened = self.filter(bid__challenge__opening__state="finished")
        return opened if is_portal_staff(user) else opened.filter(_read_by(user, path="bid__"))

    def unsettled(self) -> Self:
        """Return those whose bid is neither admitted nor kept out yet."""
        return self.filter(state__in=_UNSETTLED)

    def to_be_cured_by(self, user: Any) -> Self:
        """Return the checks that wait for an organisation for which a person may bid."""
        return self.filter(
            state="curing", bid__firm__in=_firms_of(user), bid__challenge__state="opened"
        )

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws."""
        return self.select_related(
            "bid__challenge__demand__lifecycle__owner",
            "bid__challenge__programme",
            "bid__firm",
        )


class BidPartnerQuerySet(models.QuerySet[Any]):
    """Partners that opened bids name."""

    def published(self) -> Self:
        """Return those of bids whose opening is over: nobody hears of any before."""
        return self.filter(bid__challenge__opening__state="finished")

    def for_organisations_of(self, user: Any) -> Self:
        """Return what asks the organisations for which a person may answer."""
        return self.published().filter(organisation__in=_firms_of(user))

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws."""
        return self.select_related(
            "bid__challenge__demand__lifecycle__owner",
            "bid__firm",
            "organisation",
            "bid__formal_check",
        )


def _read_by(user: Any, *, path: str = "") -> Q:
    """Return the condition on rows whose bid, at the end of a path, a person may read."""
    demand = f"{path}challenge__demand__lifecycle"
    supervised = {f"{demand}__owner__in": _supervised_by(user)}
    own = {f"{path}firm__in": _firms_of(user)}
    return handled_by(user, OFFICERS, path=demand) | Q(**supervised) | Q(**own)


def _firms_of(user: Any) -> Any:
    """Return the organisations for which a person may bid."""
    if not user.is_authenticated or not user.is_active:
        return []
    return Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")


def _supervised_by(user: Any) -> Any:
    """Return the organisations that a person supervises (纪检)."""
    if not user.is_authenticated or not user.is_active:
        return []
    return user.memberships.able_to(Role.SUPERVISOR).values("organisation")
