"""What fields and rows are called where people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from marketplace.listings.models import (
    Capability,
    CapabilityLifecycle,
    Demand,
    DemandLifecycle,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ROWS: Final[dict[str, str | _StrPromise]] = {
    "": "",
    "parties": _("bodies that take part"),
    "indicators": _("indicators"),
    "opened_resources": _("what is opened"),
    "cases": _("cases"),
    "attachments": _("attachments"),
    "budget_low": _("budget from"),
    "budget_high": _("budget up to"),
    "price_low": _("price from"),
    "price_high": _("price up to"),
}


def label_of(name: str) -> str | _StrPromise:
    """Return what a field, a relation or a field of operation is called; else its name."""
    if name in _ROWS:
        label: str | _StrPromise = _ROWS[name]
        return label
    for model in (Demand, Capability, DemandLifecycle, CapabilityLifecycle):
        try:
            return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        except FieldDoesNotExist:
            continue
    return name
