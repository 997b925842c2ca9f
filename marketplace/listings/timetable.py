"""The planned days of a challenge after its close: written with its demand, moved by addenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.core.workdays import SHANGHAI

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Problem = tuple[str, str | _StrPromise]

PLANNED: Final = ("opening_on", "review_ends_on", "notice_on", "signing_on")
"""The planned days, in the order in which their steps come; each may be left open."""


def planned_days(demand: Any) -> dict[str, date]:
    """Return the days that a version plans by the names of their fields, in their order."""
    found = {name: getattr(demand, name) for name in PLANNED}
    return {name: day for name, day in found.items() if day is not None}


def problems_of_days(demand: Any) -> Iterator[Problem]:
    """Yield what is wrong with the planned days of a version, whatever the time."""
    days = planned_days(demand)
    if not demand.is_challenge:
        yield from ((name, _("Only an open challenge plans these days.")) for name in days)
        return
    before = demand.closes_at.astimezone(SHANGHAI).date() if demand.closes_at else None
    for name, day in days.items():
        if before is not None and day < before:
            yield name, _("It lies before the step that comes first.")
        before = day


def problems_of_moved_days(version: Any, lifecycle: Any, *, at: datetime) -> Iterator[Problem]:
    """Yield the days of a published version that would be moved into the past at an instant."""
    if lifecycle.published_at is None or version.KEY != "demand":
        return
    public = planned_days(type(version)._default_manager.get(pk=version.pk))
    today = at.astimezone(SHANGHAI).date()
    for name, day in planned_days(version).items():
        if day != public.get(name) and day < today:
            yield name, _("This day has passed already.")
