"""Questions about organisations and memberships that lists ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from marketplace.organisations.models import Membership, Organisation, Unit  # noqa: F401 - named by a string below

_STAFF_VERBS = ("verify", "change")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations."""

    def verified(self) -> Self:
        """Return those whose credit code staff have verified."""
        return self.filter(verified_at__isnull=False)

    def to_verify(self) -> Self:
        """Return those that registered with a code and wait for staff to look at it."""
        return self.present().filter(
            verified_at__isnull=True,
            is_placeholder=False,
            credit_code__isnull=False,
            verification_note="",
        )

    def present(self) -> Self:
        """Return those that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def placeholders(self) -> Self:
        """Return those that a list brought in and nobody has taken over yet."""
        return self.present().filter(is_placeholder=True)

    def of(self, user: Any, roles: Iterable[str] = ()) -> Self:
        """Return those that a person may act for in one of the roles (any when none is named)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            memberships__user=user, memberships__role__in=covering(*roles)
        ).distinct()

    def visible_to(self, user: Any) -> Self:
        """Return those with a page that a person may read.

        The public reads verified ones and those from public lists; a new one is seen by its own
        people and by staff until it is verified.
        """
        if any(user.has_perm(f"organisations.{verb}_organisation") for verb in _STAFF_VERBS):
            return self
        public = Q(verified_at__isnull=False) | Q(is_placeholder=True)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in=self.model.objects.of(user).values("pk")))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships."""

    def with_roles(self, *roles: str) -> Self:
        """Return those with exactly one of the roles."""
        return self.filter(role__in=roles)

    def able_to(self, *roles: str) -> Self:
        """Return those whose role is or includes one of the roles."""
        return self.filter(role__in=covering(*roles))

    def handling(self, organisation: Organisation, unit: Unit | None) -> Self:
        """Return those of a unit; of the whole organisation where no unit is set or it is empty."""
        everybody = self.filter(organisation=organisation, user__is_active=True)
        if unit is None:
            return everybody
        inside = everybody.filter(unit=unit)
        return inside if inside.exists() else everybody
