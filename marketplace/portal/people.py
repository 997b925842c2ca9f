"""The person who reads a page, as its frame shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from marketplace.accounts.models import User
from marketplace.calls.models import Reply
from marketplace.challenges.models import Challenge
from marketplace.challenges.permissions import OFFICERS
from marketplace.experts.models import Expert
from marketplace.experts.querysets import MANAGE
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.querysets import Bell, last_of, reads_of, unread_of
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from django.http import HttpRequest

_ENTRANCE = Permission.objects.filter(
    content_type__app_label="wagtailadmin", codename="access_admin"
)
_KEEPING = Permission.objects.filter(
    content_type__app_label="experts", codename=MANAGE.partition(".")[2]
)
_MODERATING = Permission.objects.filter(
    content_type__app_label="listings", codename=MODERATE.partition(".")[2]
)

_ROOMS: Final = ("admitted", "keeping", "moderating", "judging", "running", "supervising", "asked")


@dataclass(frozen=True, slots=True)
class PersonInFrame:
    """The name of the person's first organisation, the bell, and which rooms are theirs."""

    organisation: str = ""
    bell: Bell = field(default_factory=Bell)
    enters_admin: bool = False
    is_expert: bool = False
    keeps_experts: bool = False
    runs_challenges: bool = False
    supervises: bool = False
    has_rounds: bool = False


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
        keeping=Exists(_KEEPING.filter(Q(user=key) | Q(group__user=key))),
        moderating=Exists(_MODERATING.filter(Q(user=key) | Q(group__user=key))),
        running=Exists(Challenge.objects.filter(demand__lifecycle__owner__in=_bodies_of(key))),
        supervising=Exists(Membership.objects.filter(user=key, role=Role.SUPERVISOR)),
        judging=Exists(Expert.objects.filter(user=key)),
        asked=Exists(Reply.objects.filter(organisation__memberships__user=key)),
    )
    found = people.values("organisation", "unread", "last", "reads", *_ROOMS).get()
    is_staff = request.user.is_superuser or found["moderating"]
    return PersonInFrame(
        organisation=found["organisation"] or "",
        bell=Bell(found["unread"], found["last"], found["reads"]),
        enters_admin=request.user.is_superuser or found["admitted"],
        is_expert=found["judging"],
        keeps_experts=request.user.is_superuser or found["keeping"],
        runs_challenges=is_staff or found["running"],
        supervises=found["supervising"],
        has_rounds=is_staff or found["asked"],
    )


def _bodies_of(key: OuterRef) -> QuerySet[Any]:
    """Return the bodies of which a person is an officer."""
    return Membership.objects.filter(user=key, role__in=OFFICERS).values("organisation")
