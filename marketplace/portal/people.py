"""The person who reads a page, as its frame shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from marketplace.accounts.models import User
from marketplace.organisations.models import Membership

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class PersonInFrame:
    """The name of the person's first organisation and the number of unread messages."""

    organisation: str = ""
    unread: int = 0


def person_in_frame(request: HttpRequest) -> PersonInFrame:
    """Return what the header says of the signed-in person, in one query; nothing for a visitor."""
    if not request.user.is_authenticated:
        return PersonInFrame()
    memberships = Membership.objects.filter(user=OuterRef("pk")).order_by("pk")
    row = (
        User.objects.filter(pk=request.user.pk)
        .annotate(
            organisation=Subquery(memberships.values("organisation__name")[:1]),
        )
        .values("organisation")
        .get()
    )
    return PersonInFrame(organisation=row["organisation"] or "")
