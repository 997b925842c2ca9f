"""Whom a claim concerns: the people who are told of it."""

from __future__ import annotations

from django.db.models import QuerySet

from marketplace.accounts.models import User
from marketplace.claims.models import Claim
from marketplace.claims.permissions import APPLICANT
from marketplace.claims.querysets import OFFICERS
from marketplace.organisations.models import Membership


def officers_told(claim: Claim) -> QuerySet[User]:
    """Return the handling unit's people; all of the owner's where no unit is set.

    Where the unit has nobody, the owner's people who are bound to no unit are told: they may
    answer. People of another unit never are. All of them may read the claim.
    """
    lifecycle = claim.demand.lifecycle
    everybody = Membership.objects.filter(
        organisation=lifecycle.owner_id, role__in=OFFICERS, user__is_active=True
    )
    if lifecycle.unit_id is None:
        return _people(everybody)
    inside = everybody.filter(unit=lifecycle.unit_id)
    return _people(inside if inside.exists() else everybody.filter(unit=None))


def firm_told(claim: Claim) -> QuerySet[User]:
    """Return the firm's people who apply in its name, and who submitted while still with it."""
    memberships = Membership.objects.filter(organisation=claim.firm_id, user__is_active=True)
    return _people(memberships.able_to(APPLICANT) | memberships.filter(user=claim.submitted_by_id))


def _people(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user"))
