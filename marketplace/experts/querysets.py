"""Questions about experts that lists and the draw ask."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Self

from django.db import models
from django.db.models import Q

MANAGE: Final = "experts.manage_expert"
"""Who has it reads and keeps the whole pool."""


class ExpertQuerySet(models.QuerySet[Any]):
    """Experts."""

    def of(self, user: Any) -> Self:
        """Return the person's own row, if there is one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user=user)

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: staff who keep the pool everybody, others themselves."""
        return self if user.has_perm(MANAGE) else self.of(user)

    def waiting(self) -> Self:
        """Return those who wait for the check, the oldest first."""
        return self.filter(state="applied").order_by("applied_at", "pk")

    def drawable(self, day: date) -> Self:
        """Return those who may be drawn on a day: in the pool, with an account, available."""
        begun = Q(available_from__isnull=True) | Q(available_from__lte=day)
        lasting = Q(available_until__isnull=True) | Q(available_until__gte=day)
        return self.filter(begun, lasting, state="active", user__is_active=True)

    def in_field(self, key: str) -> Self:
        """Return those of a field, `domain:slug` or `industry:slug`; nobody for anything else."""
        kind, _colon, slug = key.partition(":")
        names = {"domain": "domains__slug", "industry": "industries__slug"}
        return self.filter(**{names[kind]: slug}).distinct() if kind in names else self.none()

    def for_rows(self) -> Self:
        """Return the rows with what a table, a page or the draw reads."""
        return self.select_related("user", "decided_by").prefetch_related(
            "domains", "industries", "employments", "ties"
        )
