"""Questions about listings that lists, pages and counts ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from marketplace.listings.permissions import is_portal_staff

if TYPE_CHECKING:
    from datetime import datetime

_PUBLIC_KINDS = ("agency", "institution", "state_firm", "park")


class ListingQuerySet(models.QuerySet[Any]):
    """Demands or capabilities."""

    def public(self) -> Self:
        """Return what everyone may read."""
        return self.filter(live=True, lifecycle__state="live")

    def owned_by_organisations_of(self, user: Any) -> Self:
        """Return the items of the organisations that a person belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(lifecycle__owner__in=user.memberships.values("organisation"))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the public, their organisations' own, for staff all."""
        if not user.is_authenticated:
            return self.public()
        if is_portal_staff(user):
            return self.all()
        own = Q(lifecycle__owner__in=user.memberships.values("organisation"))
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
        """Return the demands that may be answered at an instant."""
        opened = Q(lifecycle__opens_at__isnull=True) | Q(lifecycle__opens_at__lte=instant)
        unclosed = Q(lifecycle__closes_at__isnull=True) | Q(lifecycle__closes_at__gt=instant)
        return self.filter(opened, unclosed)

    def for_cards(self) -> Self:
        """Return the rows with what a result card draws, in a constant number of queries."""
        return super().for_cards().prefetch_related("districts", "parks", "opened_resources__kind")


class CapabilityQuerySet(ListingQuerySet):
    """Capabilities."""

    def for_cards(self) -> Self:
        """Return the rows with what a result card draws, in a constant number of queries."""
        return super().for_cards().prefetch_related("delivers_to", "qualifications", "cases")
