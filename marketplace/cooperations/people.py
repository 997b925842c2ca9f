"""Whom a co-operation concerns: the people of each side who are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.cooperations.models import Cooperation, Side
from marketplace.cooperations.permissions import ACTING
from marketplace.matches.people import acting_for
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet


def people_of(cooperation: Cooperation, side: str) -> QuerySet[User]:
    """Return those who act for a side; whoever belongs to the provider is told as one of it."""
    providers = Membership.objects.filter(
        organisation=cooperation.provider_id, user__is_active=True
    )
    if side == Side.PROVIDER:
        acting = providers.filter(role__in=ACTING[Side.PROVIDER])
        return User.objects.filter(pk__in=acting.values("user"))
    officers = acting_for(cooperation.demand.lifecycle, "demand", roles=ACTING[Side.OWNER])
    return officers.exclude(pk__in=providers.values("user"))
