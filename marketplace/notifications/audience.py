"""In whose name people are told: who leaves that organisation reads it no longer.

The pages behind a message ask who may see them, but its own words name firms and drafts. A row
that somebody was sent as a member of an organisation is therefore counted, listed and replayed
only while that person is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from marketplace.notifications import endings

Memberships = Callable[[], QuerySet[Any]]

_registered: list[Memberships] = []


def register(memberships: Memberships) -> None:
    """Have the room that keeps memberships give its rows, with `user` and `organisation`."""
    _registered[:] = [memberships]
    endings.watch_memberships(memberships().model)


def readable_by(user: Any) -> Q:
    """Return the rule for rows that a person still may read; `user` is a key or an expression."""
    readable = Q(organisation_key__isnull=True)
    for memberships in _registered:
        mine = memberships().filter(user=user).order_by()
        readable |= Q(organisation_key__in=mine.values("organisation"))
    return readable


def organisations_by_person(
    people: Collection[int], organisations: Collection[int]
) -> dict[int, set[int]]:
    """Return to which of some organisations each of some people belongs."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for memberships in _registered if organisations else ():
        rows = memberships().filter(user__in=people, organisation__in=organisations)
        for person, organisation in rows.values_list("user", "organisation"):
            found[person].add(organisation)
    return found
