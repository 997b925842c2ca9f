"""The strict rules of publication, asked by submission, reviewers and publication alike."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations

from marketplace.listings.plain_text import markup_in
from marketplace.listings.timetable import problems_of_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.utils.functional import _StrPromise

_REQUIRED = _("Needed before it can be published.")


def problems(listing: Any) -> dict[str, list[str | _StrPromise]]:
    """Return what stops publication, by field; the empty name is for the whole.

    An imported item has the reduced rule set: owner, title, text.
    """
    found: dict[str, list[str | _StrPromise]] = {}
    for field, message in _rules(listing):
        found.setdefault(field, []).append(message)
    return found


def _rules(listing: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    yield from _model_rules(listing)
    if listing.lifecycle.origin == "imported":
        yield from _missing(listing, "title", "summary")
        return
    yield from _missing(listing, "title", "summary")
    yield from _empty_lists(listing, "domains", "industries")
    yield from _markup(listing)
    yield from _row_rules(listing)
    specific: Callable[[Any], Iterator[tuple[str, str | _StrPromise]]] = (
        _demand_rules if listing.KEY == "demand" else _capability_rules
    )
    yield from specific(listing)


def _model_rules(listing: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    try:
        listing.clean_fields(exclude={"latest_revision", "live_revision"})
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield from ((field, message) for message in messages)


def _markup(listing: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    """Yield the texts that hold markup, whichever door they came through."""
    for field in listing._meta.concrete_fields:
        found = markup_in(str(getattr(listing, field.attname) or ""))
        if found:
            message = _("Plain text only: please take out “%(markup)s”.") % {"markup": found}
            yield field.name, message


def _row_rules(listing: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    """Yield what is missing or too long in the rows below a listing."""
    for relation in get_all_child_relations(listing):
        name = relation.get_accessor_name()
        for number, child in enumerate(getattr(listing, name).all(), start=1):
            try:
                child.clean_fields(exclude={relation.field.name})
            except ValidationError as error:
                for field, messages in error.message_dict.items():
                    label = child._meta.get_field(field).verbose_name
                    said = {"number": number, "field": label, "message": " ".join(messages)}
                    yield name, _("Row %(number)s, %(field)s: %(message)s") % said


def _missing(listing: Any, *fields: str) -> Iterator[tuple[str, str | _StrPromise]]:
    yield from ((name, _REQUIRED) for name in fields if not getattr(listing, name))


def _empty_lists(listing: Any, *names: str) -> Iterator[tuple[str, str | _StrPromise]]:
    yield from (
        (name, _("Choose at least one."))
        for name in names
        if not list(getattr(listing, name).all())
    )


def _demand_rules(demand: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    yield from _missing(demand, "background", "content", "path", "closes_at")
    if not demand.place and not list(demand.districts.all()) and not list(demand.parks.all()):
        yield "districts", _("Say where it is used: a district, a park or in words.")
    lifecycle = demand.lifecycle
    if not lifecycle.contact_name or not lifecycle.contact_phone:
        yield "contact_phone", _("Name a contact with an office phone.")
    if not list(demand.indicators.all()):
        yield "indicators", _("Give at least one indicator that an answer is measured by.")
    yield from _indicator_rules(demand)
    yield from _slot_rules(demand)
    if demand.cooperation in demand.CONSORTIA and not demand.partners:
        yield (
            "partners",
            _("A consortium has a partner at least: change this, or choose one party."),
        )
    if demand.budget_kind == "range":
        yield from _range_rules("budget", low=demand.budget_low, high=demand.budget_high)
    yield from _instant_rules(demand)
    yield from problems_of_days(demand)


def _indicator_rules(demand: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    for indicator in demand.indicators.all():
        if indicator.comparison == "text" or not indicator.value:
            continue
        try:
            Decimal(str(indicator.value))
        except InvalidOperation:
            yield (
                "indicators",
                _("“%(name)s”: the value must be a number.") % {"name": indicator.name},
            )


def _slot_rules(demand: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    """Yield where the number of parties says something else than the way of co-operation."""
    if demand.slots is None:
        return
    if demand.cooperation in demand.ONE_PARTY and demand.slots != 1:
        yield "slots", _("One party is asked for: leave this empty, or choose several parties.")
    if demand.cooperation not in demand.ONE_PARTY and demand.slots == 1:
        yield "slots", _("Several parties are at least two: change this, or choose one party.")


def _range_rules(
    name: str, *, low: Decimal | None, high: Decimal | None
) -> Iterator[tuple[str, str | _StrPromise]]:
    if high is None:
        yield f"{name}_high", _("Give the upper bound, or choose another way.")
    elif low is not None and low > high:
        yield f"{name}_high", _("The upper bound lies below the lower one.")


def _instant_rules(demand: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    """Yield what is wrong with drafted instants; a past close is asked where the clock is known."""
    if demand.opens_at and demand.closes_at and demand.closes_at <= demand.opens_at:
        yield "closes_at", _("The close lies before the opening.")
    if (
        demand.questions_close_at
        and demand.closes_at
        and demand.questions_close_at > demand.closes_at
    ):
        yield "questions_close_at", _("Questions must close before applications do.")


def _capability_rules(capability: Any) -> Iterator[tuple[str, str | _StrPromise]]:
    yield from _missing(capability, "description", "maturity")
    if not capability.delivers_everywhere and not list(capability.delivers_to.all()):
        yield "delivers_to", _("Choose the districts, or say that you deliver everywhere.")
    if capability.price_kind == "range":
        yield from _range_rules("price", low=capability.price_low, high=capability.price_high)
    if capability.first_of_kind != "none" and not capability.first_catalogue:
        yield "first_catalogue", _("Name the catalogue.")
