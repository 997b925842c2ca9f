"""What a list of matches can be narrowed by."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from marketplace.listings.filters import AnyOf
from marketplace.matches.models import Level, Match, MatchState, Side

if TYPE_CHECKING:
    from django.db.models import QuerySet


class MatchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Own listing, state and level; a value that does not exist is told and left out.

    What was put aside, and what hardly fits, is left out unless it is asked for.
    """

    listing = AnyOf(choices=[], label=_("listing"))
    state = AnyOf(choices=MatchState.choices, label=_("state"), method="in_states")
    level = AnyOf(choices=Level.choices, label=_("how well it fits"))

    class Meta:
        model = Match
        fields: ClassVar = ["listing", "state", "level"]

    def __init__(self, data: Any, queryset: QuerySet[Match], *, side: str) -> None:
        """Offer the listings of a side that have matches."""
        super().__init__(data, queryset)
        field = f"{side}__lifecycle__number"
        rows = queryset.order_by(field).values_list(field, f"{side}__title").distinct()
        self.filters["listing"].field_name = field
        self.filters["listing"].extra["choices"] = [
            (number, f"{number} {title}") for number, title in rows
        ]
        self.filters["listing"].label = (
            _("my demand") if side == Side.DEMAND else _("my capability")
        )

    def in_states(self, rows: QuerySet[Match], name: str, value: list[str]) -> QuerySet[Match]:
        """Return the rows in the states; without any, all but what was put aside."""
        return rows.filter(state__in=value)

    @property
    def shown(self) -> QuerySet[Match]:
        """Return the rows to show."""
        rows = self._in_states
        if self.chosen["level"] or self.chosen["state"]:
            return rows
        return rows.standing_out()  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def weak(self) -> int:
        """Return how many are left out because they hardly fit."""
        if self.chosen["level"] or self.chosen["state"]:
            return 0
        return self._in_states.count() - self.shown.count()

    @property
    def _in_states(self) -> QuerySet[Match]:
        rows: QuerySet[Match] = self.qs
        return rows if self.chosen["state"] else rows.exclude(state=MatchState.DISMISSED)

    @property
    def chosen(self) -> dict[str, str]:
        """Return the first known value of each filter, else nothing."""
        self.form.is_valid()
        return {name: (self.form.cleaned_data.get(name) or [""])[0] for name in self.base_filters}

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter leaves rows out."""
        return any(self.chosen.values())

    @property
    def unknown(self) -> bool:
        """Return whether a value in the address is not known."""
        self.form.is_valid()
        return any(field.unknown for field in self.form.fields.values())
