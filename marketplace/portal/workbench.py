"""The workbench: what waits for a person, what is theirs, what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.claims.models import Claim
from marketplace.claims.permissions import DECIDING
from marketplace.listings.models import Capability, Demand, Lifecycle
from marketplace.listings.offers import Offer, offers_for
from marketplace.listings.permissions import WRITERS, may_create
from marketplace.listings.views.access import person_of
from marketplace.listings.waiting import steps_waiting_for
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.permissions import memberships_of, organisations_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing

MOST_ROWS: Final = 100
_MESSAGES: Final = 8
_SOON: Final = timedelta(days=1)
_FIRST: Final = (
    Lifecycle.Review.RETURNED,
    Lifecycle.Review.EDITING,
    Lifecycle.Review.SUBMITTED,
    Lifecycle.Review.SCHEDULED,
)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the person: until when, or since when, and where to do it."""

    title: str
    text: str
    url: str
    action: str
    since: datetime
    due: datetime | None = None
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the person's organisations, and what they can do with it next."""

    listing: Listing
    lifecycle: Lifecycle
    offer: Offer | None


@login_required
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the workbench."""
    person = person_of(request)
    now = page_clock_of(request).now
    demands, capabilities = rows_of(person, Demand), rows_of(person, Capability)
    todos = todos_of(person, now)
    context: dict[str, Any] = {
        "organisations": organisations_of(person),
        "memberships": memberships_of(person),
        "todos": todos,
        "late": sum(todo.urgency == "late" for todo in todos),
        "demands": demands,
        "capabilities": capabilities,
        "applications": Claim.objects.of_firms_of(person).for_rows().order_by("-pk")[:MOST_ROWS],
        "open_demands": sum(_is_open(row, now) for row in demands),
        "in_approval": sum(
            row.lifecycle.review == Lifecycle.Review.SUBMITTED for row in (*demands, *capabilities)
        ),
        "notices": [notice_of(one) for one in Notification.objects.of(person.pk)[:_MESSAGES]],
        "writes": {key: _may_write(person, key) for key in WRITERS},
    }
    return render(request, "portal/workbench.html", context)


def todos_of(person: User, now: datetime) -> list[Todo]:
    """Return what waits for a person: answers by their time, then approvals and returns by age."""
    return sorted(
        [*_answers(person, now), *_steps(person), *_returned(person)],
        key=lambda todo: (todo.due is None, todo.due or todo.since),
    )


def rows_of(person: User, model: type[Demand | Capability]) -> list[Row]:
    """Return the items of a person's organisations, those that need somebody first."""
    rows = (
        model.objects.owned_by_organisations_of(person)
        .select_related("lifecycle__owner", "lifecycle__unit")
        .annotate(rank=_rank())
        .order_by("rank", "-lifecycle__pk")[:MOST_ROWS]
    )
    return [_row(person, listing) for listing in rows]


def _rank() -> Case:
    whens = [
        When(lifecycle__review=review, then=Value(place)) for place, review in enumerate(_FIRST)
    ]
    return Case(
        When(lifecycle__state=Lifecycle.State.WITHDRAWN, then=Value(len(_FIRST) + 1)),
        *whens,
        default=Value(len(_FIRST)),
        output_field=IntegerField(),
    )


def _row(person: User, listing: Listing) -> Row:
    offers = [one for one in offers_for(person, listing) if not one.is_post]
    return Row(listing, listing.lifecycle, next((one for one in offers), None))


def _answers(person: User, now: datetime) -> list[Todo]:
    mine: QuerySet[Claim] = Claim.objects.handled_by(person, DECIDING)
    waiting = mine.filter(state=Claim.State.SUBMITTED)
    return [
        Todo(
            title=_("Answer the application of %(firm)s") % {"firm": claim.firm},
            text=claim.demand.title,
            url=reverse("claims:receipt", args=[claim.receipt]),
            action=pgettext("verb", "Answer"),
            since=claim.submitted_at,
            due=claim.answer_due,
            urgency=_urgency(claim.answer_due, now),
        )
        for claim in waiting.for_rows()[:MOST_ROWS]  # type: ignore[attr-defined]
    ]


def _steps(person: User) -> list[Todo]:
    return [
        Todo(
            title=f"{one.task.name}：{one.listing.lifecycle.owner}",
            text=one.state.revision.object_str,
            url=reverse("listings:decide", args=[one.state.pk]),
            action=_("decide"),
            since=one.state.started_at,
        )
        for one in steps_waiting_for(person)
    ]


def _returned(person: User) -> list[Todo]:
    found: list[Todo] = []
    for model in (Demand, Capability):
        rows = model.objects.owned_by_organisations_of(person).filter(
            lifecycle__review=Lifecycle.Review.RETURNED, lifecycle__created_by=person
        )
        found.extend(
            Todo(
                title=_("Returned for changes"),
                text=row.title,
                url=reverse("listings:item", args=[row.KEY, row.pk]),
                action=_("look"),
                since=row.latest_revision.created_at,
            )
            for row in rows.select_related("latest_revision")
        )
    return found


def _urgency(due: datetime, now: datetime) -> str:
    if due < now:
        return "late"
    return "soon" if due - now < _SOON else ""


def _is_open(row: Row, now: datetime) -> bool:
    live = row.lifecycle.state == Lifecycle.State.LIVE
    return live and row.lifecycle.phase_at(now) == "open"


def _may_write(person: User, key: str) -> bool:
    return any(may_create(person, one, key=key) for one in organisations_of(person, *WRITERS[key]))
