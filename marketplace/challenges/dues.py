"""What a challenge waits for next: a registry to which each room adds the steps that it knows.

A room registers a source in its `ready()`::

    from marketplace.challenges import dues

    dues.register(steps_due)

A source gets all challenges of a board at once, and the instant; it yields a `Due` for each thing
that somebody or the clock does next, with a fixed number of queries however many challenges there
are. The board (`portal/board.py`) shows them to whoever runs a challenge, so they hold nothing that
its officers may not know. What is an officer's is also a to-do of the handling unit's officers;
whoever else has to act is told by the room itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.workdays import DAY_ENDS, SHANGHAI
from marketplace.listings.timetable import planned_days

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


class Hand(models.TextChoices):
    """Who does the next thing."""

    CLOCK = "clock", _("the portal, by itself")
    OFFICER = "officer", _("officers of the handling unit")
    APPROVER = "approver", pgettext_lazy("who acts", "an approver")
    OPENER = "opener", _("the openers")
    STAFF = "staff", _("the portal's staff")
    EXPERT = "expert", _("the experts")
    FIRM = "firm", pgettext_lazy("who acts", "the firm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The next thing: of which challenge (its key), what, whose, where, since and by when.

    `step` names the planned day (`listings/timetable.py`) by which it should be done, if any.
    """

    challenge: int
    what: str
    hand: Hand
    url: str = ""
    since: datetime | None = None
    by: datetime | None = None
    step: str = ""

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether somebody should have done it by an instant; the clock is never late."""
        return self.by is not None and self.hand != Hand.CLOCK and self.by <= instant


Source = Callable[[Sequence["Challenge"], datetime], Iterable[Due]]

_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room say what challenges wait for; the same source is asked once."""
    if source not in _sources:
        _sources.append(source)


def late_or_not(dues: Iterable[Due], *, at: datetime) -> list[tuple[Due, bool]]:
    """Return steps as pages draw them: each with whether somebody is late at an instant."""
    return [(due, due.is_late_at(at)) for due in dues]


def end_of_day(day: date) -> datetime:
    """Return when the working hours of a planned day in Shanghai end."""
    return datetime.combine(day, DAY_ENDS, tzinfo=SHANGHAI)


def _as_planned(due: Due, plan: Mapping[str, date]) -> Due:
    """Return a step that has no date of its own with the planned day of its stage."""
    day = plan.get(due.step)
    return due if day is None or due.by is not None else replace(due, by=end_of_day(day))


def dues_of(challenges: Iterable[Challenge], *, at: datetime) -> dict[int, list[Due]]:
    """Return what each challenge waits for by its key: the earliest first, then the undated."""
    asked = list(challenges)
    found: dict[int, list[Due]] = {one.pk: [] for one in asked}
    plans = {one.pk: planned_days(one.demand) for one in asked}
    for source in _sources:
        for due in source(asked, at):
            found[due.challenge].append(_as_planned(due, plans[due.challenge]))
    for dues in found.values():
        dues.sort(key=lambda due: due.by or _NEVER)
    return found
