"""Questions about listings that lists, pages and counts ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_PUBLIC_KINDS = ("agency", "institution", "state_firm", "park")
_OWNER = "demand__lifecycle__owner"
_UNIT = "demand__lifecycle__unit"


class ListingQuerySet(models.QuerySet[Any]):
    """Demands or capabilities."""

    def public(self) -> Self:
        """Return what everyone may read."""
        return self.filter(live=True, lifecycle__state="live")

    def owned_by_organisations_of(self, user: Any) -> Self:
        """Return the items of the organisations that a person belongs to, not only supervises."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(lifecycle__owner__in=_read_for(user))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the public, their organisations' own, for staff all."""
        if not user.is_authenticated:
            return self.public()
        if is_portal_staff(user):
            return self.all()
        own = Q(lifecycle__owner__in=_read_for(user))
        return self.filter(Q(live=True, lifecycle__state="live") | own)

    def for_cards(self) -> Self:
        """Return the rows with what a result card draws, in a constant number of queries."""
        return self.select_related(
            "lifecycle", "lifecycle__owner", "lifecycle__unit", "lifecycle__batch"
        ).prefetch_related("domains", "industries__parent")


class DemandQuerySet(ListingQuerySet):
    """Demands."""

    def government(self) -> Self:
        """Return the demands of public bodies (政府需求清单)."""
        return self.filter(lifecycle__owner__kind__in=_PUBLIC_KINDS)

    def enterprise(self) -> Self:
        """Return the demands of all others (企业需求清单)."""
        return self.exclude(lifecycle__owner__kind__in=_PUBLIC_KINDS)

    def open_at(self, instant: datetime) -> Self:
        """Return the demands that may be answered at an instant; what has closed stays so."""
        opened = Q(lifecycle__opens_at__isnull=True) | Q(lifecycle__opens_at__lte=instant)
        unclosed = Q(lifecycle__closes_at__isnull=True) | Q(lifecycle__closes_at__gt=instant)
        return self.filter(opened, unclosed, lifecycle__closed_at__isnull=True)

    def for_cards(self) -> Self:
        """Return the rows with what a result card draws, in a constant number of queries."""
        return super().for_cards().prefetch_related("districts", "parks", "opened_resources__kind")


class CapabilityQuerySet(ListingQuerySet):
    """Capabilities."""

    def for_cards(self) -> Self:
        """Return the rows with what a result card draws, in a constant number of queries."""
        return super().for_cards().prefetch_related("delivers_to", "qualifications", "cases")


def _read_for(user: Any) -> Any:
    """Return the organisations whose work a person reads; a supervisor (纪检) reads none."""
    return user.memberships.able_to(Role.VIEWER).values("organisation")


def handled_by(user: Any, roles: Iterable[str], *, path: str) -> Q:
    """Return the condition on rows whose demand a person handles in one of the roles.

    People of the handling unit do, and those of the owner who are bound to no unit; where no unit
    is set, all of the owner. `path` leads from the rows to the demand's lifecycle.
    """
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    owners = Membership.objects.filter(
        user=user, organisation=OuterRef(f"{path}__owner"), role__in=list(roles)
    )
    inside = owners.filter(Q(unit__isnull=True) | Q(unit=OuterRef(f"{path}__unit")))
    return Q(Exists(inside)) | Q(Exists(owners), **{f"{path}__unit__isnull": True})


class QuestionQuerySet(models.QuerySet[Any]):
    """Questions about demands."""

    def answered(self) -> Self:
        """Return what everyone may read, in the order of the answers: it tells nobody who asked."""
        return self.filter(state="published").order_by("answered_at", "pk")

    def waiting(self) -> Self:
        """Return those with which somebody still has to do something, the oldest first."""
        return self.filter(state__in=self.model.WAITING).order_by("asked_at", "pk")

    def handled_by(self, user: Any) -> Self:
        """Return the questions about demands whose unit a person belongs to, in any role."""
        return self.filter(handled_by(user, Role.values, path="demand__lifecycle"))

    def for_rows(self) -> Self:
        """Return the rows with the demand and its owner, in one query."""
        return self.select_related("demand__lifecycle__owner", "demand__lifecycle__unit")
