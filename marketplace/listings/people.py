"""Who handles a demand: the people of its unit, or of the whole owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.listings.models import Question
from marketplace.notifications.seats import Seat
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from marketplace.listings.models import Lifecycle

OFFICERS: Final = frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER, Role.VIEWER})
"""Roles that read what comes in for a demand; a bid manager stands on the other side."""


def handling_people(lifecycle: Lifecycle) -> QuerySet[User]:
    """Return the handling unit's people; all of the owner's where no unit is set.

    Where the unit has nobody, the owner's people who are bound to no unit are meant. People of
    another unit never are.
    """
    everybody = Membership.objects.filter(
        organisation=lifecycle.owner_id, role__in=OFFICERS, user__is_active=True
    )
    if lifecycle.unit_id is None:
        return _people(everybody)
    inside = everybody.filter(unit=lifecycle.unit_id)
    return _people(inside if inside.exists() else everybody.filter(unit=None))


def seat_of(lifecycle: Lifecycle, *, roles: Collection[str] = OFFICERS) -> Seat:
    """Return the place of a listing's handling people, by which they are told of what comes in."""
    return Seat(lifecycle.owner_id, frozenset(roles), lifecycle.unit_id)


def askers_of(question: Question) -> QuerySet[User]:
    """Return who asked a question, and those whose own was joined with it.

    For the messages to themselves alone: nobody of the owner ever learns who they are.
    """
    asked = Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question))
    return User.objects.filter(pk__in=asked.values("asker"), is_active=True)


def _people(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user"))
