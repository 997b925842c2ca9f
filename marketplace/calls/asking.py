"""What a round may ask for: which bodies by kind, and what a need states at least."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.listings.models import Demand
from marketplace.organisations.models import PUBLIC_KINDS, Kind, Organisation

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from marketplace.calls.models import Round

KINDS: Final = tuple(kind for kind in Kind if kind in PUBLIC_KINDS)
"""The kinds of bodies that can be asked."""


def _label(name: str) -> str | _StrPromise:
    field: Any = Demand._meta.get_field(name)
    label: str | _StrPromise = field.verbose_name
    return label


ASKS: Final[dict[str, str | _StrPromise]] = {
    **{name: _label(name) for name in ("summary", "background", "goals", "content", "place")},
    "indicators": _("indicators"),
    "budget": _("budget"),
    "delivery_on": _label("delivery_on"),
}
"""What a round may ask each need to state, with its label."""


def bodies_of_kinds(kinds: Collection[str]) -> QuerySet[Organisation]:
    """Return the verified bodies of some kinds, wherever they are."""
    rows = Organisation.objects.verified().present().filter(kind__in=kinds)
    return rows.order_by("kind", "name")


def bodies_asked(round_: Round) -> QuerySet[Organisation]:
    """Return the bodies that a draft asks: those of its kinds but for the ones left out."""
    return bodies_of_kinds(round_.kinds).exclude(pk__in=round_.left_out.values("pk"))


def missing_in(version: Any, asks: Collection[str]) -> list[str]:
    """Return the labels of what a draft does not state though a round asks for it."""
    return [str(label) for name, label in ASKS.items() if name in asks and not _has(version, name)]


def _has(version: Any, name: str) -> bool:
    if name == "budget":
        has_sum = version.budget_low or version.budget_high
        return version.budget_kind == Demand.BudgetKind.NONE or bool(has_sum)
    if name == "indicators":
        return bool(version.indicators.all())
    return bool(getattr(version, name))
