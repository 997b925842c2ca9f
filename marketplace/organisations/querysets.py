"""Questions about organisations and memberships that lists ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable


class OrganisationQuerySet(models.QuerySet[Any]):
    """Organisations."""

    def verified(self) -> OrganisationQuerySet:
        """Return those whose credit code staff have verified."""
        return self.filter(verified_at__isnull=False)

    def of(self, user: Any, roles: Iterable[str] = ()) -> OrganisationQuerySet:
        """Return those in which a person has one of the roles (any role when none is named)."""
        if not user.is_authenticated:
            return self.none()
        conditions = {"memberships__user": user}
        if roles:
            conditions["memberships__role__in"] = list(roles)
        return self.filter(**conditions).distinct()


class MembershipQuerySet(models.QuerySet[Any]):
    """Memberships."""

    def with_roles(self, *roles: str) -> MembershipQuerySet:
        """Return those with one of the roles."""
        return self.filter(role__in=roles)
