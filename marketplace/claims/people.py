"""Whom a claim concerns: the people who are told of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from marketplace.accounts.models import User
from marketplace.claims.models import Claim
from marketplace.claims.permissions import APPLICANT
from marketplace.listings.models import Demand
from marketplace.listings.people import handling_people
from marketplace.organisations.models import Membership


def officers_told(claim: Claim) -> QuerySet[User]:
    """Return the demand's handling people, all of whom may read the claim."""
    return handling_people(claim.demand.lifecycle)


def firm_told(claim: Claim) -> QuerySet[User]:
    """Return the firm's people who apply in its name, and who submitted while still with it."""
    memberships = Membership.objects.filter(organisation=claim.firm_id, user__is_active=True)
    return _people(memberships.able_to(APPLICANT) | memberships.filter(user=claim.submitted_by_id))


def applicants_told(demand: Demand) -> QuerySet[User]:
    """Return the people as `firm_told`, of every firm that has a live claim for a demand."""
    live = Claim.objects.live().filter(demand=demand)
    inside = Membership.objects.filter(
        organisation__in=live.values("firm"), user__is_active=True
    ).order_by()
    submitters = live.filter(firm=OuterRef("organisation"), submitted_by=OuterRef("user"))
    return _people(inside.able_to(APPLICANT) | inside.filter(Exists(submitters)))


def appliers_of(*firms: int) -> QuerySet[User]:
    """Return the people who apply in the name of organisations, each once."""
    memberships = Membership.objects.filter(organisation__in=firms, user__is_active=True)
    return _people(memberships.able_to(APPLICANT))


def _people(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user"))
