"""Whom a claim concerns: the people who are told of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.system import SYSTEM_EMAIL
from marketplace.claims.models import SUPERVISING, Claim, ClaimDraft
from marketplace.claims.permissions import APPLICANT
from marketplace.listings.models import Demand
from marketplace.listings.people import handling_people
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.seats import Seat
from marketplace.organisations.models import Membership, Organisation, Role
from marketplace.organisations.roles import covering

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def officers_told(claim: Claim) -> QuerySet[User]:
    """Return the demand's handling people, all of whom may read the claim."""
    return handling_people(claim.demand.lifecycle)


def approvers_told(claim: Claim) -> QuerySet[User]:
    """Return the owner's approvers for the handling unit; the unit's officers where there is none.

    Whoever belongs to the applicant is left out: somebody else must answer.
    """
    lifecycle = claim.demand.lifecycle
    approvers = Membership.objects.filter(
        organisation=lifecycle.owner_id, role=Role.APPROVER, user__is_active=True
    )
    if lifecycle.unit_id is not None:
        approvers = approvers.filter(Q(unit=None) | Q(unit=lifecycle.unit_id))
    applicants = Membership.objects.filter(organisation=claim.firm_id).values("user")
    found = _people(approvers) if approvers.exists() else officers_told(claim)
    return found.exclude(pk__in=applicants)


def supervisors_told(supervisor: Organisation | None) -> QuerySet[User]:
    """Return the supervising department's approvers and owners; portal staff where none is set."""
    if supervisor is not None:
        members = Membership.objects.filter(organisation=supervisor, user__is_active=True)
        found = _people(members.with_roles(*SUPERVISING))
        if found.exists():
            return found
    return portal_staff()


def portal_staff() -> QuerySet[User]:
    """Return the people who moderate listings for the portal's operator."""
    staff: QuerySet[User] = User.objects.with_perm(MODERATE, backend=_BACKEND)
    return staff.exclude(email=SYSTEM_EMAIL)


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


def drafting_firms(demand: Demand) -> list[int]:
    """Return the firms whose drafts for a demand were never sent as they stand.

    What is filled in for a firm counts once it was handed over.
    """
    theirs = Q(helper__isnull=True) | Q(handed_at__isnull=False)
    drafts = ClaimDraft.objects.unsent().filter(theirs, demand=demand)
    return list(drafts.order_by("firm").values_list("firm", flat=True).distinct())


def drafters_told(demand: Demand) -> QuerySet[User]:
    """Return the people who apply for the firms whose drafts for a demand were not sent."""
    return appliers_of(*drafting_firms(demand))


def applying_seat(firm: int) -> Seat:
    """Return the place of the people who apply in a firm's name, by which they are told."""
    return Seat(firm, covering(APPLICANT))


def appliers_of(*firms: int) -> QuerySet[User]:
    """Return the people who apply in the name of organisations, each once."""
    memberships = Membership.objects.filter(organisation__in=firms, user__is_active=True)
    return _people(memberships.able_to(APPLICANT))


def _people(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user"))
