"""The workbench: what waits for a person, what is theirs, what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.claims.models import Claim
from marketplace.cooperations.models import Cooperation
from marketplace.core.paging import page_of
from marketplace.deliveries.models import Delivery
from marketplace.listings.models import Capability, Demand, Lifecycle
from marketplace.listings.offers import Offer, offers_for
from marketplace.listings.permissions import WRITERS, may_create
from marketplace.listings.views.access import person_of
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.permissions import memberships_of, organisations_of
from marketplace.portal.bench_figures import Desk, figures_of
from marketplace.portal.missing import missing_facts
from marketplace.portal.people import person_in_frame
from marketplace.portal.todos import Todos

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing

_MESSAGES: Final = 8
_FIRST: Final = (
    Lifecycle.Review.RETURNED,
    Lifecycle.Review.EDITING,
    Lifecycle.Review.SUBMITTED,
    Lifecycle.Review.SCHEDULED,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the person's organisations, and what they can do with it next."""

    listing: Listing
    lifecycle: Lifecycle
    offer: Offer | None


@login_required
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the workbench; each of its lists has pages of its own."""
    person = person_of(request)
    now = page_clock_of(request).now
    demands, capabilities = items_of(person, Demand), items_of(person, Capability)
    cooperations = Cooperation.objects.visible_to(person).for_rows()
    applications = Claim.objects.of_firms_of(person).for_rows().with_escalation().order_by("-pk")
    todos = Todos(person, now)
    rooms = person_in_frame(request)
    writes = {key: _may_write(person, key) for key in WRITERS}
    desk = Desk(
        person=person,
        rooms=rooms,
        writes=writes,
        demands=demands,
        capabilities=capabilities,
        applications=applications,
        now=now,
    )
    context: dict[str, Any] = {
        "person": rooms,
        "organisations": organisations_of(person),
        "memberships": memberships_of(person),
        "todos": page_of(request, todos, name="todos"),
        "late": todos.late,
        "demands": _rows(page_of(request, demands, name="demands"), person),
        "capabilities": _rows(page_of(request, capabilities, name="capabilities"), person),
        "applications": page_of(request, applications, name="applications"),
        "cooperations": page_of(request, cooperations, name="cooperations"),
        "deliveries": Delivery.objects.visible_to(person).unended().count(),
        "now": now,
        "figures": figures_of(desk),
        "notices": [notice_of(one) for one in Notification.objects.of(person.pk)[:_MESSAGES]],
        "missing": missing_facts(person, now=now),
        "writes": writes,
    }
    return render(request, "portal/workbench.html", context)


def items_of(person: User, model: type[Demand | Capability]) -> QuerySet[Any]:
    """Return the items of a person's organisations, those that need somebody first."""
    rows: QuerySet[Any] = (
        model.objects.owned_by_organisations_of(person)
        .select_related("lifecycle__owner", "lifecycle__unit")
        .annotate(rank=_rank())
        .order_by("rank", "-lifecycle__pk")
    )
    return rows


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


def _rows(page: Page[Any], person: User) -> Page[Any]:
    """Return the page with what the person can do next beside each item."""
    page.object_list = [_row(person, listing) for listing in page.object_list]
    return page


def _row(person: User, listing: Listing) -> Row:
    offers = (one for one in offers_for(person, listing) if not one.is_post)
    return Row(listing, listing.lifecycle, next(offers, None))


def _may_write(person: User, key: str) -> bool:
    return any(may_create(person, one, key=key) for one in organisations_of(person, *WRITERS[key]))
