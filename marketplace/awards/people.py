"""Whom a result concerns: bidders, officers, those who decide on objections, supervisors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.awards.models import Objection
from marketplace.bids.people import officers_of
from marketplace.claims.people import appliers_of, portal_staff
from marketplace.listings.people import handling_people
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.awards.models import ResultNotice
    from marketplace.challenges.models import Challenge


def bidders_told(notice: ResultNotice) -> QuerySet[User]:
    """Return the people who bid for the firms whose bids were opened."""
    return appliers_of(*notice.challenge.bids.values_list("firm", flat=True))


def officers_told(notice: ResultNotice) -> QuerySet[User]:
    """Return the handling unit's people who run the challenge."""
    return officers_of(notice.challenge)


def deciders_told(objection: Objection) -> list[User]:
    """Return the handling unit's approvers who may decide; the portal's staff where none may."""
    lifecycle = objection.notice.challenge.demand.lifecycle
    approvers = Membership.objects.filter(organisation=lifecycle.owner_id, role=Role.APPROVER)
    people = handling_people(lifecycle).filter(pk__in=approvers.values("user"))
    return [one for one in people if decides(one, objection)] or staff_told(objection)


def staff_told(objection: Objection) -> list[User]:
    """Return the portal's staff who may decide on an objection."""
    return [one for one in portal_staff() if decides(one, objection)]


def supervisors_told(objection: Objection) -> QuerySet[User]:
    """Return who supervises (纪检) the body whose result it is."""
    return supervisors_of(objection.notice.challenge)


def supervisors_of(challenge: Challenge) -> QuerySet[User]:
    """Return who supervises (纪检) the body that lists a challenge."""
    owner = challenge.demand.lifecycle.owner_id
    able = Membership.objects.filter(organisation=owner, role=Role.SUPERVISOR)
    return User.objects.filter(pk__in=able.values("user"), is_active=True)


def decides(person: User, objection: Objection) -> bool:
    """Return whether a person is one of those who decide, whatever the state."""
    able: bool = Objection.objects.decided_by_people_like(person).filter(pk=objection.pk).exists()
    return able
