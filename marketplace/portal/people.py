"""The person who reads a page, as its frame shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, Subquery

from marketplace.accounts.models import User
from marketplace.notifications.querysets import Bell, last_of, reads_of, unread_of
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from django.http import HttpRequest

_ENTRANCE = Permission.objects.filter(
    content_type__app_label="wagtailadmin", codename="access_admin"
)


@dataclass(frozen=True, slots=True)
class PersonInFrame:
    """The name of the person's first organisation, the bell, and whether the admin lets them in."""

    organisation: str = ""
    bell: Bell = field(default_factory=Bell)
    enters_admin: bool = False


def person_in_frame(request: HttpRequest) -> PersonInFrame:
    """Return what the frame says of the signed-in person, in one query; nothing for a visitor."""
    if not request.user.is_authenticated:
        return PersonInFrame()
    key = OuterRef("pk")
    memberships = Membership.objects.filter(user=key).order_by("pk")
    people = User.objects.filter(pk=request.user.pk).annotate(
        organisation=Subquery(memberships.values("organisation__name")[:1]),
        unread=unread_of(key),
        last=last_of(key),
        reads=reads_of(key),
        # As `has_perm` would say, which asks the database twice.
        admitted=Exists(_ENTRANCE.filter(Q(user=key) | Q(group__user=key))),
    )
    name, unread, last, reads, admitted = people.values_list(
        "organisation", "unread", "last", "reads", "admitted"
    ).get()
    return PersonInFrame(
        organisation=name or "",
        bell=Bell(unread, last, reads),
        enters_admin=request.user.is_superuser or admitted,
    )
