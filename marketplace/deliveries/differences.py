"""A change field by field: what stands in the agreement now, and what is asked for.

Amounts stand in 万元, and a payment's milestone by its place, 0 for what is due on signing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from marketplace.agreements.amending import Changes
from marketplace.core.money import from_wan, to_wan
from marketplace.deliveries.models import CheckpointState, PaymentState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.agreements.models import Agreement
    from marketplace.deliveries.models import ChangeRequest, Delivery

Row = dict[str, Any]

_PLACES: Final = {
    "due_on": "days",
    "title": "titles",
    "value": "values",
    "amount": "amounts",
    "milestone": "bound",
}
_READ: Final[dict[str, Callable[[str], Any]]] = {
    "due_on": date.fromisoformat,
    "ends_on": date.fromisoformat,
    "amount": from_wan,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to stand: days and titles by milestone, values by promise, the end.

    Of planned payments by installment the amount in yuan, and the place of the milestone.
    """

    days: Mapping[int, date] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[int, str] = field(default_factory=dict)
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    bound: Mapping[int, int] = field(default_factory=dict)
    ends_on: date | None = None


def differences(delivery: Delivery, wanted: Wanted) -> list[Row]:
    """Return a row for each field that would be another one: of, key, field, before, after."""
    return [row for row in _rows(delivery, wanted) if row["before"] != row["after"]]


def stands_as_before(change: ChangeRequest) -> bool:
    """Return whether everything still is what a change was asked against, and not settled yet."""
    now = _present(change.delivery)
    rows = [(row["of"], row["key"], row["field"], row["before"]) for row in change.fields]
    passed = change.delivery.checkpoints.filter(state=CheckpointState.PASSED)
    begun = change.delivery.payments.exclude(state=PaymentState.PLANNED)
    gone = {("milestone", key) for key in passed.values_list("milestone", flat=True)}
    gone |= {("installment", key) for key in begun.values_list("installment", flat=True)}
    return all(
        now.get((of, key, name)) == before and (of, key) not in gone
        for of, key, name, before in rows
    )


def as_changes(change: ChangeRequest) -> Changes:
    """Return a change as the agreement takes it; both sides have agreed to it by then."""
    given: dict[str, Any] = {name: {} for name in _PLACES.values()}
    rows = change.delivery.agreement.milestones.values_list("position", "pk")
    places = {str(place): key for place, key in rows}
    read: dict[str, Callable[[str], Any]] = {**_READ, "milestone": places.get}
    for row in change.fields:
        after = read.get(row["field"], str)(row["after"])
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
    yield from _payments(agreement, wanted)
    before, after = _text(agreement.ends_on), _text(wanted.ends_on or agreement.ends_on)
    yield _row("agreement", agreement.pk, named="ends_on", before=before, after=after)


def _payments(agreement: Agreement, wanted: Wanted) -> Iterator[Row]:
    for one in agreement.installments.select_related("milestone").order_by("position"):
        here = ("installment", one.pk)
        amount = wanted.amounts.get(one.pk, one.amount)
        before, after = f"{to_wan(one.amount):f}", f"{to_wan(amount):f}"
        yield _row(*here, named="amount", before=before, after=after, name=one.title)
        place = one.milestone.position if one.milestone else 0
        before, after = str(place), str(wanted.bound.get(one.pk, place))
        yield _row(*here, named="milestone", before=before, after=after, name=one.title)


def _present(delivery: Delivery) -> dict[tuple[str, int, str], str]:
    return {
        (row["of"], row["key"], row["field"]): row["before"] for row in _rows(delivery, Wanted())
    }


def _row(of: str, key: int, *, named: str, before: str, after: str, name: str = "") -> Row:
    return {"of": of, "key": key, "field": named, "before": before, "after": after, "name": name}


def _text(day: date) -> str:
    return day.isoformat()
