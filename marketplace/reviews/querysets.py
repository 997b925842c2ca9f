"""Questions about panels and seats that lists ask."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from marketplace.experts.querysets import MANAGE


class PanelQuerySet(models.QuerySet[Any]):
    """Panels."""

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read whole: staff who keep the pool, nobody else."""
        return self.all() if user.has_perm(MANAGE) else self.none()

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws."""
        return self.select_related(
            "challenge__demand__lifecycle__owner", "challenge__demand__lifecycle__unit"
        )


class SeatQuerySet(models.QuerySet[Any]):
    """Seats."""

    def taken(self) -> Self:
        """Return those that hold a place: called, or on the panel."""
        return self.filter(state__in=["called", "sitting"])

    def of(self, user: Any) -> Self:
        """Return the places that a person holds; an alternate and who stepped back have none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.taken().filter(expert__user=user).exclude(panel__state="ended")

    def open_of(self, expert: int) -> Self:
        """Return the places that an expert holds on panels that go on: the load."""
        return self.taken().filter(expert=expert).exclude(panel__state="ended")

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws."""
        return self.select_related(
            "expert__user",
            "panel__challenge__demand__lifecycle__owner",
            "panel__challenge__demand__lifecycle__unit",
            "declaration",
            "recusal__replacement__expert",
        )
