"""Questions about task agreements that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from marketplace.listings.people import OFFICERS
from marketplace.listings.permissions import is_portal_staff
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

LIFECYCLE = "challenge__demand__lifecycle"


class AgreementQuerySet(models.QuerySet[Any]):
    """Task agreements."""

    def standing(self) -> Self:
        """Return those that nobody has ended."""
        return self.exclude(state="ended")

    def unsigned(self) -> Self:
        """Return those on which somebody still has to act before they are signed."""
        return self.filter(state__in=["drafted", "offered", "agreed"])

    def signed(self) -> Self:
        """Return those that both sides have signed."""
        return self.filter(state="signed")

    def of_firms_of(self, user: Any, roles: Iterable[str] = ()) -> Self:
        """Return those whose firm a person acts for in a role; any role where none is named."""
        return self.filter(candidate__bid__firm__in=_organisations_of(user, roles))

    def of_partners_of(self, user: Any) -> Self:
        """Return those in which a person's organisation is a partner of the firm."""
        return self.filter(partners__organisation__in=_organisations_of(user)).distinct()

    def handled_by(self, user: Any, roles: Iterable[str] = OFFICERS) -> Self:
        """Return those of the challenges that a person handles in one of the roles."""
        return self.filter(handled_by(user, roles, path=LIFECYCLE))

    def supervised_by(self, user: Any) -> Self:
        """Return those of the bodies that a person supervises (纪检)."""
        bodies = _organisations_of(user, [Role.SUPERVISOR])
        return self.filter(**{f"{LIFECYCLE}__owner__in": bodies})

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the firm's, its partners', the unit's, the supervisor's.

        Portal staff read all, nobody else any.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if is_portal_staff(user):
            return self.all()
        condition = Q(pk__in=[])
        for rows in (
            self.of_firms_of(user),
            self.of_partners_of(user),
            self.handled_by(user),
            self.supervised_by(user),
        ):
            condition |= Q(pk__in=rows.values("pk"))
        return self.filter(condition)

    def by_due_date(self) -> Self:
        """Return those first on which somebody has to act, the first due before others."""
        return self.order_by(F("due_at").asc(nulls_last=True), "-pk")

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "challenge__demand__lifecycle__owner",
            "challenge__demand__lifecycle__unit",
            "challenge__programme",
            "candidate__bid__firm",
            "signed_version",
            "end_reason",
        )


def _organisations_of(user: Any, roles: Iterable[str] = ()) -> Any:
    if not user.is_authenticated or not user.is_active:
        return []
    rows = Membership.objects.filter(user=user)
    return (rows.able_to(*roles) if roles else rows).values("organisation")
