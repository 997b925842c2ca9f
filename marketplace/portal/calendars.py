"""Deadlines as calendars: of a list, of one demand, and of what a person follows or applied for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cms.page_clock import page_clock_of
from marketplace.calls.models import Reply
from marketplace.claims.models import Claim
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.models import Demand
from marketplace.listings.timetable import PLANNED
from marketplace.portal.deadline_events import Dated, dated, events_of
from marketplace.portal.feed_lists import answered, asked_of, host, latest, plain
from marketplace.portal.feeds import NEVER
from marketplace.subscriptions.calendar_links import person_behind
from marketplace.subscriptions.models import Follow
from search.engines.protocol import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from marketplace.accounts.models import User

MOST: Final = 200
"""So many demands stand in a calendar, those that close soonest."""

_LOOKED_AT: Final = 2_000
_KEPT: Final = timedelta(days=30)
"""So long a deadline stays after it has passed."""


@require_safe
def of_list(request: HttpRequest, list_key: str) -> HttpResponseBase:
    """Answer with the deadlines of what the address asks a list of demands for."""
    asked = asked_of(request, list_key)
    since = asked.filters.now - _KEPT
    found = asked.rows(order=Sort.DEADLINE, most=_LOOKED_AT)
    return _answered(request, dated(found, since=since)[:MOST], name=asked.name)


@require_safe
def of_demand(request: HttpRequest, number: str) -> HttpResponseBase:
    """Answer with the deadlines of one public demand; 404 for any other."""
    found: Any = Demand.objects.public().filter(lifecycle__number=number)
    rows = list(found.select_related("lifecycle__owner"))
    if not rows:
        raise Http404
    since = page_clock_of(request).now - _KEPT
    return _answered(request, dated(rows, since=since), name=plain(rows[0].title))


@require_safe
def of_person(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer with the deadlines of whoever's secret address it is; 404 for any other."""
    person = person_behind(token)
    if person is None:
        raise Http404
    since = page_clock_of(request).now - _KEPT
    return _answered(
        request,
        dated(_concerning(person, since), since=since)[:MOST],
        name=_("My deadlines"),
        own=_replies_of(request, person, since=since),
    )


def _concerning(person: User, since: datetime) -> list[Any]:
    """Return the public demands that a person follows or their firms have applied for."""
    followed = Follow.objects.visible_to(person).filter(demand__isnull=False).values("demand")
    applied = Claim.objects.of_firms_of(person).live().values("demand")
    public: Any = Demand.objects.public()
    near = Q(lifecycle__closes_at__gt=since)
    for name in PLANNED:
        near |= Q(**{f"{name}__gte": since.astimezone(SHANGHAI).date()})
    rows = public.filter(near, Q(pk__in=followed) | Q(pk__in=applied))
    soonest = rows.select_related("lifecycle__owner").order_by("lifecycle__closes_at")
    return list(soonest[:_LOOKED_AT])


def _answered(
    request: HttpRequest,
    rows: Sequence[Dated],
    *,
    name: str,
    own: Sequence[Event] | None = None,
) -> HttpResponseBase:
    """Answer with the deadlines of rows; a person's calendar has events of their own, too."""
    is_private = own is not None
    calendar = Calendar()
    calendar.add("prodid", f"-//{host()}//demands//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for row in rows:
        for event in events_of(request, row):
            calendar.add_component(event)
    for event in own or ():
        calendar.add_component(event)
    response = answered(
        request,
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        changed=latest([row.demand.lifecycle for row in rows], otherwise=NEVER),
        is_private=is_private,
    )
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    if is_private:
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
    return response


def _replies_of(request: HttpRequest, person: User, *, since: datetime) -> list[Event]:
    """Return until when the person's bodies are asked to reply to rounds."""
    rows = Reply.objects.of_bodies_of(person).silent().filter(round__due_at__gt=since)
    found = []
    for reply in rows.select_related("round", "organisation").order_by("round__due_at")[:MOST]:
        event = Event()
        event.add("uid", f"reply-{reply.pk}-due@{host()}")
        event.add("dtstamp", reply.addressed_at.astimezone(UTC))
        event.add("dtstart", reply.round.due_at.astimezone(UTC))
        event.add(
            "summary", _("Reply to the round “%(title)s”") % {"title": plain(str(reply.round))}
        )
        event.add("description", plain(str(reply.organisation)))
        event.add("url", request.build_absolute_uri(reverse("calls:reply", args=[reply.pk])))
        event.add("transp", "TRANSPARENT")
        found.append(event)
    return found
