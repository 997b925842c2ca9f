"""A version as labelled lines, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils.translation import gettext as _

from marketplace.core import moments, money
from marketplace.files.models import Blob
from marketplace.listings.labels import label_of
from marketplace.listings.timetable import PLANNED
from marketplace.taxonomy.models import Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.listings.models import Listing

CONTENT: Final[Mapping[str, tuple[str, ...]]] = {
    "demand": (
        "title",
        "title_en",
        "mode",
        "summary",
        "summary_en",
        "domains",
        "industries",
        "districts",
        "parks",
        "place",
        "parties",
        "background",
        "goals",
        "content",
        "indicators",
        "budget_kind",
        "budget_low",
        "budget_high",
        "opened_resources",
        "qualifications",
        "first_of_kind_counts",
        "cooperation",
        "slots",
        "partners",
        "timeline",
        "path",
        "opens_at",
        "questions_close_at",
        "closes_at",
        *PLANNED,
        "delivery_on",
        "attachments",
    ),
    "capability": (
        "title",
        "title_en",
        "summary",
        "summary_en",
        "description",
        "domains",
        "industries",
        "maturity",
        "delivers_everywhere",
        "delivers_to",
        "price_kind",
        "price_low",
        "price_high",
        "team_size",
        "qualifications",
        "first_of_kind",
        "first_catalogue",
        "first_year",
        "cases",
        "attachments",
    ),
}
"""What a version consists of, in the order in which it is read."""

_ROWS: Final = frozenset({"parties", "indicators", "opened_resources", "cases", "attachments"})
_IN_ENGLISH: Final = frozenset({"title_en", "summary_en"})

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    key: tuple(name for name in names if name not in _ROWS | _IN_ENGLISH)
    for key, names in CONTENT.items()
}
"""The part of it that one form holds: all but the rows below it, and no English."""

_TOLD: Final = frozenset(
    {
        *("name", "comparison", "value", "unit", "text"),
        *("organisation", "part", "title", "customer", "year"),
    }
)
"""What the name of a row says already."""

_UNTOLD: Final = frozenset({"id", "sort_order", "demand", "capability"})

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a version as people read it; empty lines where nothing was written."""

    name: str
    label: str | _StrPromise
    lines: Lines


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two versions write differently."""

    name: str
    label: str | _StrPromise
    before: Lines
    after: Lines


def shown(version: Listing) -> list[Shown]:
    """Return every field of a version as labelled lines."""
    return [Shown(name, label_of(name), lines_of(version, name)) for name in CONTENT[version.KEY]]


def written(version: Listing) -> list[Shown]:
    """Return the fields of a version that hold something."""
    return [row for row in shown(version) if row.lines]


def differences(before: Listing, after: Listing) -> list[Difference]:
    """Return the fields that two versions of an item write differently."""
    pairs = zip(shown(before), shown(after), strict=True)
    return [
        Difference(old.name, old.label, old.lines, new.lines)
        for old, new in pairs
        if old.lines != new.lines
    ]


def lines_of(version: Listing, name: str) -> Lines:
    """Return one field of a version as lines of text."""
    value = getattr(version, name)
    if hasattr(value, "all"):
        return tuple(_child(one) for one in value.all())
    return tuple(_written(version, name))


def _written(row: models.Model, name: str) -> Iterator[str]:
    """Yield what one field of a version or of a row below it says."""
    value = getattr(row, name)
    display: Callable[[], str] | None = getattr(row, f"get_{name}_display", None)
    if display is not None:
        yield from (str(display()),) if value else ()
    else:
        yield from _plain(value)


def _plain(value: Any) -> Iterator[str]:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, Decimal):
        yield money.written(value)
    elif isinstance(value, datetime):
        yield moments.written(value)
    elif isinstance(value, date):
        yield value.isoformat()
    else:
        yield from _named(value).splitlines()


def _child(child: models.Model) -> str:
    """Return a row with everything that is written in it, or a term's name."""
    if isinstance(child, Term):
        return str(child)
    parts = [str(child)]
    for field in child._meta.concrete_fields:
        if field.name not in _TOLD | _UNTOLD:
            # A sum says its unit itself, and another than the column's.
            label = "" if field.name == "amount" else f"{field.verbose_name}："
            parts.extend(f"{label}{text}" for text in _written(child, field.name))
    return "；".join(parts)


def _named(value: Any) -> str:
    """Return a value so that no other reads the same: a file by its bytes."""
    if isinstance(value, Blob):
        return f"{value} (SHA-256 {value.sha256})"
    return str(value)
