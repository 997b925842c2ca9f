"""Questions about challenges that lists, pages and counts ask."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from marketplace.listings.permissions import is_portal_staff


class ChallengeQuerySet(models.QuerySet[Any]):
    """Challenges."""

    def public(self) -> Self:
        """Return what everyone may read: those that were listed, also when they ended since."""
        return self.filter(
            demand__live=True,
            demand__lifecycle__number__isnull=False,
            state__in=self.model.LISTED,
        )

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the public, their organisations' own, what they judge.

        Staff read all.
        """
        if not user.is_authenticated or not user.is_active:
            return self.public()
        if is_portal_staff(user):
            return self.all()
        own = self.filter(demand__lifecycle__owner__in=user.memberships.values("organisation"))
        judged = self.filter(checks__votes__reviewer=user)
        rows = (self.public(), own, judged)
        return self.filter(reduce(or_, (Q(pk__in=one.values("pk")) for one in rows)))

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in one query."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "demand__lifecycle__batch",
            "programme",
            "exit_reason",
        )
