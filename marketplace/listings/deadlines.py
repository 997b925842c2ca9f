"""The instants of a demand: which moves an addendum may announce, and how they come into force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core.workdays import SHANGHAI, is_certain, workday_after

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Problem = tuple[str, str | _StrPromise]

INSTANTS: Final = ("opens_at", "questions_close_at", "closes_at")
"""What the first publication puts in force, and afterwards an addendum only."""

NOTICE_WORKDAYS: Final = 3
"""Working days that a deadline moved earlier leaves, counted from the day of publication."""

_RECKONED: Final = _(
    "Reckoned by weekends and fixed holidays: that year's calendar of holidays is not known yet."
)


def moved(version: Any, lifecycle: Any) -> list[str]:
    """Return the instants that a version writes differently from those in force, by the minute."""
    if lifecycle.published_at is None or not hasattr(lifecycle, "closes_at"):
        return []
    return [
        name
        for name in INSTANTS
        if _minute(getattr(version, name)) != _minute(getattr(lifecycle, name))
    ]


def put_in_force(version: Any, lifecycle: Any) -> None:
    """Set the instants of a version on its lifecycle: all the first time, later those moved."""
    names = moved(version, lifecycle)
    if lifecycle.published_at is None and hasattr(lifecycle, "closes_at"):
        names = list(INSTANTS)
    for name in names:
        setattr(lifecycle, name, getattr(version, name))


def problems_of_instants(version: Any, lifecycle: Any, *, at: datetime) -> Iterator[Problem]:
    """Yield what speaks against a version's instants if it were published at an instant."""
    if lifecycle.published_at is None:
        closes = getattr(version, "closes_at", None)
        if closes is not None and closes <= at:
            yield "closes_at", _("The close has passed already.")
        return
    names = moved(version, lifecycle)
    if names and _has_closed(lifecycle, at):
        closed = _("It has closed: its times move no more. Copy it as a new draft instead.")
        yield from ((name, closed) for name in names)
        return
    for name in names:
        rule = _opening_problems if name == "opens_at" else _closing_problems
        yield from ((name, text) for text in rule(version, lifecycle, name=name, at=at))


def _opening_problems(
    version: Any, lifecycle: Any, *, name: str, at: datetime
) -> Iterator[str | _StrPromise]:
    opens = getattr(version, name)
    if lifecycle.phase_at(at) != "upcoming":
        yield _("It is open already; the opening moves no more.")
    elif opens is not None and opens <= at:
        yield _("This time has passed already.")


def _closing_problems(
    version: Any, lifecycle: Any, *, name: str, at: datetime
) -> Iterator[str | _StrPromise]:
    """Yield what speaks against a deadline; one moved earlier leaves people time to react."""
    new = getattr(version, name)
    if new is None:
        return
    if new <= at:
        yield _("This time has passed already.")
        return
    old = getattr(lifecycle, name) or lifecycle.closes_at
    first = workday_after(at.astimezone(SHANGHAI).date(), NOTICE_WORKDAYS)
    if (old is None or new < old) and new.astimezone(SHANGHAI).date() < first:
        yield format_lazy(
            _("Moved earlier, it must leave three working days: {day} at the earliest."),
            day=first.isoformat(),
        )
        if not is_certain(first):
            yield _RECKONED


def _has_closed(lifecycle: Any, at: datetime) -> bool:
    return bool(lifecycle.closed_at is not None or lifecycle.phase_at(at) == "closed")


def _minute(instant: datetime | None) -> datetime | None:
    return instant and instant.replace(second=0, microsecond=0)
