"""The person who reads a page, as its frame shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, Subquery

from marketplace.accounts.models import User
from marketplace.calls.models import Reply
from marketplace.calls.permissions import asking_departments
from marketplace.calls.querysets import RUNNERS
from marketplace.challenges.models import Challenge
from marketplace.experts.models import Expert
from marketplace.experts.querysets import MANAGE
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.audience import readable_by
from marketplace.notifications.querysets import Bell, last_of, reads_of, unread_of
from marketplace.organisations.models import Kind, Membership, Role

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

_ROOMS: Final = (
    *("admitted", "keeping", "moderating", "judging", "running", "supervising", "bidding"),
    *("asked", "asking"),
)


@dataclass(frozen=True, slots=True)
class PersonInFrame:
    """The name of the person's first organisation, the bell, and which rooms are theirs.

    A room is theirs by the rule that its page asks; both menus read it here.
    """

    organisation: str = ""
    bell: Bell = field(default_factory=Bell)
    enters_admin: bool = False
    is_expert: bool = False
    keeps_experts: bool = False
    runs_challenges: bool = False
    supervises: bool = False
    has_rounds: bool = False
    bids: bool = False


def person_in_frame(request: HttpRequest) -> PersonInFrame:
    """Return what the frame says of the signed-in person; nothing for a visitor."""
    if not request.user.is_authenticated:
        return PersonInFrame()
    key = OuterRef("pk")
    memberships = Membership.objects.filter(user=key).order_by("pk")
    people = User.objects.filter(pk=request.user.pk).annotate(
        organisation=Subquery(memberships.values("organisation__name")[:1]),
        unread=unread_of(key, readable_by(request.user.pk, person=request.user)),
        last=last_of(key),
        reads=reads_of(key),
        # As `has_perm` would say, which asks the database twice.
        admitted=Exists(_ENTRANCE.filter(Q(user=key) | Q(group__user=key))),
        keeping=Exists(_KEEPING.filter(Q(user=key) | Q(group__user=key))),
        moderating=Exists(_MODERATING.filter(Q(user=key) | Q(group__user=key))),
        **_rooms_of(request.user),
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
        has_rounds=is_staff or found["asked"] or found["asking"],
        bids=found["bidding"],
    )


def _rooms_of(user: Any) -> dict[str, Exists]:
    """Return which rooms are a person's own, as questions of one query."""
    mine = Membership.objects.filter(user=user)
    return {
        "running": Exists(Challenge.objects.handled_by(user)),
        "supervising": Exists(mine.filter(role=Role.SUPERVISOR)),
        "judging": Exists(Expert.objects.of(user)),
        "bidding": Exists(mine.able_to(Role.BIDDER).exclude(organisation__kind=Kind.AGENCY)),
        "asked": Exists(Reply.objects.of_bodies_of(user)),
        "asking": Exists(mine.filter(role__in=RUNNERS, organisation__in=asking_departments())),
    }
