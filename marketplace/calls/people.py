"""Whom rounds, open calls and proposals concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.calls.querysets import RUNNERS
from marketplace.claims.people import portal_staff
from marketplace.organisations.models import Membership, Role
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from marketplace.calls.models import Proposal, Reply


def people_of(bodies: Iterable[int]) -> QuerySet[User]:
    """Return the people of bodies who reply to rounds and answer proposals."""
    return _people(Membership.objects.filter(organisation__in=bodies, role__in=RUNNERS))


def approvers_told(reply: Reply) -> QuerySet[User]:
    """Return the approvers of a silent body; its owners where it has none."""
    inside = Membership.objects.filter(organisation=reply.organisation_id)
    approvers = inside.filter(role=Role.APPROVER, user__is_active=True)
    return _people(approvers if approvers.exists() else inside.filter(role=Role.OWNER))


def handlers_told(proposal: Proposal) -> QuerySet[User]:
    """Return the department's people who answer a proposal, none of them of the proposer."""
    return _outside(people_of([proposal.handler_id]), proposal)


def late_told(proposal: Proposal) -> QuerySet[User]:
    """Return who hears that an answer is late: the department's approvers, the portal's staff."""
    approvers = Membership.objects.filter(organisation=proposal.handler_id, role=Role.APPROVER)
    people = User.objects.filter(
        Q(pk__in=approvers.values("user")) | Q(pk__in=portal_staff().values("pk"))
    )
    return _outside(people.filter(is_active=True), proposal)


def proposers_told(proposal: Proposal) -> QuerySet[User]:
    """Return the people who propose in the name of the proposer."""
    able = Membership.objects.filter(
        organisation=proposal.organisation_id, role__in=covering(Role.BIDDER)
    )
    return _people(able)


def _outside(people: QuerySet[User], proposal: Proposal) -> QuerySet[User]:
    inside = Membership.objects.filter(organisation=proposal.organisation_id)
    return people.exclude(pk__in=inside.values("user"))


def _people(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True)
