"""Demands as events of a calendar: their deadlines, and the days that challenges plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Event

from marketplace.challenges.models import Challenge
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.addenda import last_numbers
from marketplace.listings.labels import label_of
from marketplace.listings.timetable import planned_days
from marketplace.portal.feed_lists import changed_at, host, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

_DEADLINES: Final = ("questions_close_at", "closes_at")


@dataclass(frozen=True, slots=True)
class Dated:
    """A public demand, its instants and days that are not long past, and how often it changed."""

    demand: Any
    instants: dict[str, datetime]
    days: dict[str, date]
    changes: int


def dated(rows: Sequence[Any], *, since: datetime) -> list[Dated]:
    """Return in their order the demands that have a deadline or a planned day after an instant.

    The days of a challenge that is over hold no longer: a calendar drops them.
    """
    keys = [row.pk for row in rows]
    going_on = Challenge.objects.going_on().filter(demand__in=keys)
    planning = set(going_on.values_list("demand", flat=True))
    changes = last_numbers(keys)
    first = since.astimezone(SHANGHAI).date()
    found = []
    for row in rows:
        instants = {name: getattr(row.lifecycle, name) for name in _DEADLINES}
        days = planned_days(row) if row.pk in planning else {}
        found.append(
            Dated(
                row,
                {name: at for name, at in instants.items() if at is not None and at > since},
                {name: day for name, day in days.items() if day >= first},
                changes.get(row.pk, 0),
            )
        )
    return [one for one in found if one.instants or one.days]


def events_of(request: HttpRequest, one: Dated) -> Iterator[Event]:
    """Yield a demand's events; each keeps its name and has a higher number after an addendum."""
    said = {
        "questions_close_at": _("Questions close: %(title)s"),
        "closes_at": _("Closes: %(title)s"),
    }
    title = plain(one.demand.title)
    for name, instant in one.instants.items():
        summary = said[name] % {"title": title}
        yield _event(request, one, name=name, start=instant.astimezone(UTC), summary=summary)
    for name, day in one.days.items():
        step = {"step": label_of(name), "row": title}
        summary = pgettext("a step and its row", "%(step)s: %(row)s") % step
        yield _event(request, one, name=name, start=day, summary=summary)


def _event(request: HttpRequest, one: Dated, *, name: str, start: date, summary: str) -> Event:
    lifecycle = one.demand.lifecycle
    page = request.build_absolute_uri(reverse("portal:demand", args=[lifecycle.number]))
    event = Event()
    event.add("uid", f"{lifecycle.number}-{name.removesuffix('_at')}@{host()}")
    event.add("dtstamp", changed_at(lifecycle).astimezone(UTC))
    event.add("dtstart", start)
    event.add("sequence", one.changes)
    event.add("summary", summary)
    event.add("description", f"{lifecycle.number} {plain(str(lifecycle.owner))}\n{page}")
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    return event
