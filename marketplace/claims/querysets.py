"""Questions about claims that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from marketplace.listings.people import OFFICERS
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWNER = "demand__lifecycle__owner"
_UNIT = "demand__lifecycle__unit"


class ClaimQuerySet(models.QuerySet[Any]):
    """Claims."""

    def live(self) -> Self:
        """Return those that wait for an answer or were accepted; a firm has one for a demand."""
        return self.filter(state__in=self.model.LIVE)

    def of_firms_of(self, user: Any) -> Self:
        """Return the claims of the organisations that a person belongs to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(firm__in=user.memberships.values("organisation"))

    def handled_by(self, user: Any, roles: Iterable[str] = OFFICERS) -> Self:
        """Return the claims for demands that a person handles in one of the roles.

        People of the handling unit do, and those of the owner who are bound to no unit; where no
        unit is set, all of the owner.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        owners = Membership.objects.filter(
            user=user, organisation=OuterRef(_OWNER), role__in=list(roles)
        )
        inside = owners.filter(Q(unit__isnull=True) | Q(unit=OuterRef(_UNIT)))
        return self.filter(Q(Exists(inside)) | Q(Exists(owners), **{f"{_UNIT}__isnull": True}))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the firm's people and the demand's officers, nobody else.

        Portal staff and superusers have no part in what a firm tells an office.
        """
        mine = self.of_firms_of(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(pk__in=self.handled_by(user).values("pk")))

    def for_rows(self) -> Self:
        """Return the rows with what a table or a receipt draws, in one query."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "firm__district",
            "capability__lifecycle",
            "submitted_by",
            "decided_by",
        )


class DraftQuerySet(models.QuerySet[Any]):
    """Drafts of claims."""

    def visible_to(self, user: Any) -> Self:
        """Return the drafts of the organisations for which a person may apply, and no other."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        firms = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        return self.filter(firm__in=firms, firm__merged_into__isnull=True)

    def unsent(self) -> Self:
        """Return those that hold something which was never sent."""
        return self.filter(Q(sent_at__isnull=True) | Q(saved_at__gt=F("sent_at")))

    def for_rows(self) -> Self:
        """Return the rows with what a list draws, in one query."""
        return self.select_related("demand__lifecycle__owner", "firm", "saved_by")


class PartnerQuerySet(models.QuerySet[Any]):
    """Partners in applications."""

    def visible_to(self, user: Any) -> Self:
        """Return the invitations of the organisations for which a person may answer."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        asked = self.exclude(state=self.model.State.REMOVED)
        return asked.filter(organisation__in=mine, organisation__merged_into__isnull=True)

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in one query."""
        return self.select_related("draft__demand__lifecycle__owner", "draft__firm", "organisation")
