"""How the author's pages draw check boxes in groups and the messages of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField, BoundWidget

    from marketplace.listings.models import Listing

register = template.Library()


@register.filter
def option_groups(field: BoundField) -> Iterator[tuple[str, list[BoundWidget]]]:
    """Yield a field's check boxes by group; one nameless group where it has none."""
    names = _group_names(field)
    boxes = list(field.subwidgets)
    for box in boxes:
        box.data["attrs"]["class"] = "form-check-input"
    pairs = zip(names, boxes, strict=True)
    for name, group in groupby(pairs, key=lambda pair: pair[0]):
        yield name, [box for _name, box in group]


def _group_names(field: BoundField) -> Sequence[str]:
    found: list[str] = []
    widget: Any = field.field.widget
    for label, options in widget.choices:
        if isinstance(options, list | tuple):
            found.extend([str(label)] * len(options))
        else:
            found.append("")
    return found


@register.filter
def messages_of(problems: dict[str, list[Any]], name: str) -> list[Any]:
    """Return the messages that belong to a group of rows."""
    return problems.get(name, [])


@register.filter
def state_tag(listing: Listing) -> str:
    """Return the colour of a listing's state: ok, warn, bad, brand or nothing."""
    row = listing.lifecycle
    by_review = {"returned": "warn", "submitted": "brand", "scheduled": "brand"}
    by_state = {"live": "ok", "withdrawn": "bad"}
    return by_review.get(row.review) or by_state.get(row.state, "")
