"""Questions about co-operations that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

READERS = frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER, Role.VIEWER})
"""Roles of the handling unit that read; a bid manager stands on the other side."""


class CooperationQuerySet(models.QuerySet[Any]):
    """Co-operations."""

    def unended(self) -> Self:
        """Return those that nobody has ended."""
        return self.exclude(state="ended")

    def in_contact(self) -> Self:
        """Return those in which both sides confirmed the contact (对接), whatever came then."""
        return self.filter(contacted_at__isnull=False)

    def provided_by(self, user: Any, roles: Iterable[str] = ()) -> Self:
        """Return those of the organisations in which a person has a role (any if none is named)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = user.memberships.able_to(*roles) if roles else user.memberships
        return self.filter(provider__in=mine.values("organisation"))

    def handled_by(self, user: Any, roles: Iterable[str] = READERS) -> Self:
        """Return those for demands that a person handles in one of the roles."""
        return self.filter(handled_by(user, roles, path="demand__lifecycle"))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: both sides' people, nobody else, portal staff included."""
        mine = self.provided_by(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(pk__in=self.handled_by(user).values("pk")))

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "provider",
            "capability__lifecycle",
            "document",
        )
