"""A change field by field: what stands in the agreement now, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from marketplace.agreements.amending import Changes
from marketplace.deliveries.models import CheckpointState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.deliveries.models import ChangeRequest, Delivery

Row = dict[str, Any]

_PLACES: Final = {"due_on": "days", "title": "titles", "value": "values"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to stand: days and titles by milestone, values by promise, the end."""

    days: Mapping[int, date] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[int, str] = field(default_factory=dict)
    ends_on: date | None = None


def differences(delivery: Delivery, wanted: Wanted) -> list[Row]:
    """Return a row for each field that would be another one: of, key, field, before, after."""
    return [row for row in _rows(delivery, wanted) if row["before"] != row["after"]]


def stands_as_before(change: ChangeRequest) -> bool:
    """Return whether everything still is what a change was asked against, and not passed yet."""
    now = _present(change.delivery)
    rows = [(row["of"], row["key"], row["field"], row["before"]) for row in change.fields]
    passed = change.delivery.checkpoints.filter(state=CheckpointState.PASSED)
    gone = {("milestone", key) for key in passed.values_list("milestone", flat=True)}
    return all(
        now.get((of, key, name)) == before and (of, key) not in gone
        for of, key, name, before in rows
    )


def as_changes(change: ChangeRequest) -> Changes:
    """Return a change as the agreement takes it; both sides have agreed to it by then."""
    given: dict[str, Any] = {"days": {}, "titles": {}, "values": {}}
    for row in change.fields:
        is_day = row["field"] in {"due_on", "ends_on"}
        after = date.fromisoformat(row["after"]) if is_day else row["after"]
        if row["field"] == "ends_on":
            given["ends_on"] = after
        else:
            given[_PLACES[row["field"]]][row["key"]] = after
    return Changes(words=change.reason, is_approved_by_both=True, **given)


def _rows(delivery: Delivery, wanted: Wanted) -> Iterator[Row]:
    agreement = delivery.agreement
    for one in agreement.milestones.order_by("position"):
        here = ("milestone", one.pk)
        after = wanted.titles.get(one.pk, one.title).strip()
        yield _row(*here, named="title", before=one.title, after=after, name=one.title)
        day = wanted.days.get(one.pk, one.due_on)
        before, after = _text(one.due_on), _text(day)
        yield _row(*here, named="due_on", before=before, after=after, name=one.title)
    for promise in agreement.promises.order_by("position"):
        here, before = ("promise", promise.pk), promise.value
        after = wanted.values.get(promise.pk, before).strip()
        yield _row(*here, named="value", before=before, after=after, name=promise.asked)
    before, after = _text(agreement.ends_on), _text(wanted.ends_on or agreement.ends_on)
    yield _row("agreement", agreement.pk, named="ends_on", before=before, after=after)


def _present(delivery: Delivery) -> dict[tuple[str, int, str], str]:
    return {
        (row["of"], row["key"], row["field"]): row["before"] for row in _rows(delivery, Wanted())
    }


def _row(of: str, key: int, *, named: str, before: str, after: str, name: str = "") -> Row:
    return {"of": of, "key": key, "field": named, "before": before, "after": after, "name": name}


def _text(day: date) -> str:
    return day.isoformat()
