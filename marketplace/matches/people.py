"""Whom a match concerns: the people who are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.matches.permissions import ACTING
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from marketplace.listings.models import Lifecycle


def acting_for(
    lifecycle: Lifecycle, side: str, *, roles: Iterable[str] | None = None
) -> QuerySet[User]:
    """Return the people who act for a listing; those bound to no unit where its unit has nobody."""
    everybody = Membership.objects.filter(
        organisation=lifecycle.owner_id,
        role__in=list(roles or ACTING[side]),  # type: ignore[index]  # a side is its value
        user__is_active=True,
    )
    if lifecycle.unit_id is not None:
        inside = everybody.filter(unit=lifecycle.unit_id)
        everybody = inside if inside.exists() else everybody.filter(unit=None)
    return User.objects.filter(pk__in=everybody.values("user"))
