"""The milestones of a new agreement: the programme's plan, and the days that the bid promised."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from marketplace.agreements.defaults import plan_of, terms_of
from marketplace.agreements.models import TITLE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.agreements.models import Agreement
    from marketplace.listings.models import Indicator

_REACHED: Final = "达到承诺值："


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone to be: its day, the percent paid after it, and what is promised by it."""

    title: str
    due_on: date
    paid_percent: int = 0
    is_of_plan: bool = True
    indicators: frozenset[int] = field(default_factory=frozenset)


def planned(agreement: Agreement, months: Mapping[Indicator, int]) -> list[Planned]:
    """Return the milestones in the order of their days; the last ends the agreement.

    `months` says by which month after the start the bid promises an indicator. Indicators of one
    day share a milestone, which is the plan's own where that has the day; all others hang on the
    last.
    """
    *steps, last = _steps(agreement)
    by_day: dict[date, list[Indicator]] = defaultdict(list)
    for indicator, number in months.items():
        day = months_after(agreement.starts_on, number)
        if day < last.due_on:
            by_day[day].append(indicator)
    found = [_with(step, by_day.pop(step.due_on, [])) for step in steps]
    found += [_promised(day, indicators) for day, indicators in by_day.items()]
    return [*sorted(found, key=lambda one: one.due_on), last]


def months_after(day: date, number: int) -> date:
    """Return the same day so many months later, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _steps(agreement: Agreement) -> list[Planned]:
    terms = terms_of(agreement.challenge.programme)
    days = (agreement.ends_on - agreement.starts_on).days
    rows = plan_of(terms, is_staged=agreement.challenge.is_staged)
    steps = [
        Planned(
            one.title,
            agreement.starts_on + timedelta(days=days * one.at_percent // 100),
            one.paid_percent,
        )
        for one in rows
    ]
    return [*steps[:-1], replace(steps[-1], due_on=agreement.ends_on)]


def _with(step: Planned, indicators: Sequence[Indicator]) -> Planned:
    return replace(step, indicators=frozenset(one.pk for one in indicators))


def _promised(day: date, indicators: Sequence[Indicator]) -> Planned:
    title = _REACHED + "、".join(one.name for one in indicators)
    named = title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"
    return _with(Planned(named, day, is_of_plan=False), indicators)
