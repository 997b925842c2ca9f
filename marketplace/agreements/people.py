"""Whom an agreement concerns: the people of each side, and those to whom it escalates."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.agreements.models import Side
from marketplace.agreements.turns import steps_due
from marketplace.awards.people import officers_told
from marketplace.claims.people import appliers_of, portal_staff
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.agreements.models import Agreement


def people_of(agreement: Agreement, side: Side) -> Iterable[User]:
    """Return the people who act for a side; whoever belongs to the firm stands on its side."""
    if side is Side.FIRM:
        return appliers_of(agreement.firm.pk)
    inside = Membership.objects.filter(organisation=agreement.firm.pk).values("user")
    return officers_told(agreement.candidate.notice).exclude(pk__in=inside)


def both_sides(agreement: Agreement) -> set[User]:
    """Return the people who act for either side."""
    return set(chain.from_iterable(people_of(agreement, side) for side in Side))


def people_due(agreement: Agreement) -> set[User]:
    """Return the people of the sides that should act now."""
    return set(chain.from_iterable(people_of(agreement, side) for side in steps_due(agreement)))


def escalated_to(agreement: Agreement) -> set[User]:
    """Return the portal's staff, the owner's supervisor (纪检), and the sides that should act."""
    owner = agreement.challenge.demand.lifecycle.owner_id
    supervisors = Membership.objects.filter(organisation=owner, role=Role.SUPERVISOR)
    people = User.objects.filter(pk__in=supervisors.values("user"), is_active=True)
    return {*portal_staff(), *people, *people_due(agreement)}
