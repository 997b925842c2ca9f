"""The person who reads a page, as its frame shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from marketplace.accounts.models import User
from marketplace.notifications.querysets import Bell, last_of, unread_of
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class PersonInFrame:
    """The name of the person's first organisation, and the bell."""

    organisation: str = ""
    bell: Bell = field(default_factory=Bell)


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
    )
    organisation, unread, last = people.values_list("organisation", "unread", "last").get()
    return PersonInFrame(organisation=organisation or "", bell=Bell(unread, last))
