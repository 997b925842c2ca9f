"""Whom a delivery concerns: the firm's people, officers, approvers, who supervises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import appliers_of
from marketplace.deliveries.heard import handed_in, unheard
from marketplace.listings.people import handling_people
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from marketplace.deliveries.models import Delivery


def firm_told(delivery: Delivery) -> QuerySet[User]:
    """Return the people who bid for the firm, the owner's own apart."""
    return _without(appliers_of(delivery.firm.pk), delivery.demand.lifecycle.owner_id)


def officers_told(delivery: Delivery) -> QuerySet[User]:
    """Return the handling unit's officers, the firm's own people apart."""
    return _handling(delivery, OFFICERS)


def approvers_told(delivery: Delivery) -> QuerySet[User]:
    """Return the owner's approvers for the handling unit, the firm's own people apart."""
    lifecycle = delivery.demand.lifecycle
    rows = Membership.objects.filter(
        organisation=lifecycle.owner_id, role=Role.APPROVER, user__is_active=True
    )
    if lifecycle.unit_id is not None:
        rows = rows.filter(Q(unit=None) | Q(unit=lifecycle.unit_id))
    people: QuerySet[User] = User.objects.filter(pk__in=rows.values("user"))
    return _without(people, delivery.firm.pk)


def panel_told(delivery: Delivery) -> list[User]:
    """Return the members of the panel who are still to be heard on what was handed in."""
    last = handed_in(delivery)
    seats = unheard(delivery, last) if last is not None else ()
    return [seat.expert.user for seat in seats if seat.expert.user is not None]


def _handling(delivery: Delivery, roles: Iterable[str]) -> QuerySet[User]:
    lifecycle = delivery.demand.lifecycle
    able = Membership.objects.filter(organisation=lifecycle.owner_id, role__in=roles)
    people = handling_people(lifecycle).filter(pk__in=able.values("user"))
    return _without(people, delivery.firm.pk)


def _without(people: QuerySet[User], organisation: int) -> QuerySet[User]:
    theirs = Membership.objects.filter(organisation=organisation).values("user")
    return people.exclude(pk__in=theirs)
