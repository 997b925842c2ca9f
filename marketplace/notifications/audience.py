"""In whose name people are told: who leaves that place reads it no longer.

The pages behind a message ask who may see them, but its own words name firms and drafts. A row
that somebody was sent as a member of an organisation is therefore counted, listed and replayed
only while that person is one, in a role and unit that are told; and one that staff were sent while
they hold the permission for which they were told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.contrib.auth.models import Permission
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import PositiveBigIntegerField
from django.db.models.functions import Concat

from marketplace.accounts.models import User
from marketplace.notifications import endings
from marketplace.notifications.kinds import names_by_permission
from marketplace.notifications.seats import Seat

Memberships = Callable[[], QuerySet[Any]]

_registered: list[Memberships] = []


class Held(NamedTuple):
    """A membership as far as messages ask for it."""

    organisation: int
    role: str
    unit: int | None


def register(memberships: Memberships) -> None:
    """Have the room that keeps memberships give its rows.

    They have `user`, `organisation`, `role` and `unit`.
    """
    _registered[:] = [memberships]
    endings.watch_memberships(memberships().model)


def readable_by(user_id: int | None, *, person: User | None = None) -> Q:
    """Return the rule for rows that a person may read as they stand now: to be used at once.

    Who has read the person already hands them in, and saves a query.
    """
    in_group = User.groups.through.objects.filter(user=user_id, group=OuterRef("group_key"))
    readable = Q(organisation_key__isnull=True)
    readable &= Q(group_key__isnull=True) | Q(Exists(in_group))
    person = person or User.objects.filter(pk=user_id or 0).first()
    if lacking := _kinds_lacking(person):
        readable &= ~Q(kind__in=lacking)
    for memberships in _registered:
        readable |= Q(Exists(_seated(memberships(), user_id)))
    return readable


def held_by_person(
    people: Collection[int], organisations: Collection[int]
) -> dict[int, list[Held]]:
    """Return what each of some people holds in some organisations."""
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for memberships in _registered if organisations else ():
        rows = memberships().filter(user__in=people, organisation__in=organisations)
        for person, *held in rows.order_by("pk").values_list(
            "user", "organisation", "role", "unit"
        ):
            found[person].append(Held(*held))
    return found


def groups_by_person(people: Collection[int], groups: Collection[int]) -> dict[int, set[int]]:
    """Return for each of some people in which of some groups they are."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = User.groups.through.objects.filter(user__in=people, group__in=groups) if groups else ()
    for row in rows:
        found[row.user_id].add(row.group_id)
    return found


def seat_among(seats: Collection[Seat], held: Collection[Held]) -> Seat | None:
    """Return the first place that somebody holds; else the first organisation they belong to."""
    own = {one.organisation for one in held}
    inside = [seat for seat in seats if seat.organisation in own]
    for seat in inside:
        ours = (one for one in held if one.organisation == seat.organisation)
        if any(seat.fits(role=one.role, unit=one.unit) for one in ours):
            return seat
    return Seat(inside[0].organisation) if inside else None


def _seated(memberships: QuerySet[Any], user_id: int | None) -> QuerySet[Any]:
    """Return what a person holds of the place of an outer row."""
    in_unit = Q(told_unit__isnull=True) | Q(unit__isnull=True) | Q(unit=F("told_unit"))
    role = Concat(Value(","), F("role"), Value(","), output_field=CharField())
    in_role = Q(told_roles="") | Q(told_roles__contains=role)
    rows = memberships.filter(user=user_id, organisation=OuterRef("organisation_key")).order_by()
    seated: QuerySet[Any] = rows.alias(
        told_unit=ExpressionWrapper(OuterRef("unit_key"), output_field=PositiveBigIntegerField()),
        told_roles=ExpressionWrapper(OuterRef("roles"), output_field=CharField()),
    ).filter(in_unit, in_role)
    return seated


def _kinds_lacking(person: User | None) -> list[str]:
    """Return the kinds that staff are told by for a permission which a person does not have."""
    asked = names_by_permission()
    if person is None or not person.is_active:
        held: Collection[str] = ()
    else:
        held = asked if person.is_superuser else _permissions_of(person)
    return [kind for name, kinds in asked.items() if name not in held for kind in kinds]


def _permissions_of(person: User) -> frozenset[str]:
    rows = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    names = rows.values_list("content_type__app_label", "codename")
    return frozenset(f"{label}.{codename}" for label, codename in names)
