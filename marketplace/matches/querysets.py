"""Questions about matches that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

READERS: Final = {
    "demand": frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER, Role.VIEWER}),
    "capability": frozenset(Role),
}
"""Roles that read the matches of a side; a bid manager stands on the firm's side alone."""

_TOUCHED: Final = ("contacted", "dismissed", "claimed")


class MatchQuerySet(models.QuerySet[Any]):
    """Matches."""

    def on_side(self, side: str, user: Any, *, roles: Iterable[str] | None = None) -> Self:
        """Return those whose demand (or capability) a person handles, in one of the roles.

        People of the handling unit do, and those of the owner who are bound to no unit; where no
        unit is set, all of the owner.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        unit = f"{side}__lifecycle__unit"
        owners = Membership.objects.filter(
            user=user,
            organisation=OuterRef(f"{side}__lifecycle__owner"),
            role__in=list(READERS[side] if roles is None else roles),
        )
        inside = owners.filter(Q(unit__isnull=True) | Q(unit=OuterRef(unit)))
        return self.filter(Q(Exists(inside)) | Q(Exists(owners), **{f"{unit}__isnull": True}))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: both sides' own people, nobody else, staff included."""
        mine = [self.on_side(side, user).order_by().values("pk") for side in READERS]
        return self.filter(Q(pk__in=mine[0]) | Q(pk__in=mine[1]))

    def in_force(self, instant: datetime) -> Self:
        """Return those of two published listings of which the demand has not closed."""
        closes = "demand__lifecycle__closes_at"
        unclosed = Q(**{f"{closes}__isnull": True}) | Q(**{f"{closes}__gt": instant})
        return self.filter(
            unclosed,
            demand__live=True,
            demand__lifecycle__state="live",
            capability__live=True,
            capability__lifecycle__state="live",
        )

    def listed_for(self, side: str) -> Self:
        """Return what stands in a side's list: what fits, and what people did something with.

        What the other side put aside stands there only for a side that had confirmed contact: it
        waits for an answer and is told.
        """
        waiting = Q(sides__side=side, sides__confirmed_at__isnull=False)
        own = self.filter(waiting).order_by().values("pk")
        hidden = Q(state="dismissed") & ~Q(dismissed_side=side) & ~Q(pk__in=own)
        asked = Q(invitation__isnull=False)
        return self.filter(Q(fits=True) | Q(state__in=_TOUCHED) | asked | Q(pk__in=own)).exclude(
            hidden
        )

    def standing_out(self) -> Self:
        """Return those that fit well, and those that somebody did something with."""
        confirmed = self.filter(sides__confirmed_at__isnull=False).order_by().values("pk")
        touched = Q(state__in=_TOUCHED) | Q(invitation__isnull=False) | Q(pk__in=confirmed)
        return self.filter(~Q(level="weak") | touched)

    def for_rows(self) -> Self:
        """Return the rows with what a list or a match's own page draws, in two queries."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "capability__lifecycle__owner",
            "invitation__sent_by",
            "invitation__declined_by",
            "dismissed_by",
        ).prefetch_related("sides__confirmed_by")


class MutedQuerySet(models.QuerySet[Any]):
    """Organisations from which firms take no invitations."""

    def visible_to(self, user: Any) -> Self:
        """Return those of the firms for which a person applies: whom else would it concern."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.able_to(Role.BIDDER).filter(user=user)
        return self.filter(firm__in=mine.values("organisation"))

    def between(self, match: Any) -> Self:
        """Return that of a match's firm and its demand's owner."""
        return self.filter(
            firm=match.capability.lifecycle.owner_id,
            organisation=match.demand.lifecycle.owner_id,
        )
