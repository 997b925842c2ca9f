"""Questions about challenges that lists, pages and counts ask."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, F, Q, When

from marketplace.challenges.permissions import OFFICERS
from marketplace.listings.permissions import is_portal_staff
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from datetime import datetime

_DELIVERED = ("delivering", "examining", "completed")


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

        Staff read all; a supervisor (纪检) no draft, but what was listed, also when it ended.
        """
        if not user.is_authenticated or not user.is_active:
            return self.public()
        if is_portal_staff(user):
            return self.all()
        readers = user.memberships.able_to(Role.VIEWER).values("organisation")
        own = self.filter(demand__lifecycle__owner__in=readers)
        judged = self.filter(checks__votes__reviewer=user)
        rows = (self.public(), own, judged, self.supervised_by(user))
        return self.filter(reduce(or_, (Q(pk__in=one.values("pk")) for one in rows)))

    def handled_by(self, user: Any) -> Self:
        """Return those of the handling units whose officers a person is one of."""
        return self.filter(handled_by(user, OFFICERS, path="demand__lifecycle"))

    def run_by(self, user: Any) -> Self:
        """Return those that a person runs: the handling unit's, for portal staff all."""
        return self.all() if is_portal_staff(user) else self.handled_by(user)

    def supervised_by(self, user: Any) -> Self:
        """Return the listed ones of the bodies that a person supervises (纪检)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        bodies = user.memberships.able_to(Role.SUPERVISOR).values("organisation")
        listed = self.filter(demand__lifecycle__number__isnull=False)
        return listed.filter(state__in=self.model.LISTED, demand__lifecycle__owner__in=bodies)

    def going_on(self) -> Self:
        """Return those that are neither completed nor have left the chain by a side exit."""
        return self.exclude(state__in=[*self.model.EXITS, self.model.State.COMPLETED])

    def in_group(self, group: str, *, at: datetime) -> Self:
        """Return the listed ones that stand at a group of the public list at an instant."""
        opens, closes = "demand__lifecycle__opens_at", "demand__lifecycle__closes_at"
        published = Q(state="published")
        upcoming = published & Q(**{f"{opens}__gt": at})
        sealed = published & ~upcoming & Q(**{f"{closes}__lte": at})
        ended = Q(state__in=("failed", "terminated"))
        decided = Q(state__in=("noticed", "awarded", *_DELIVERED))
        groups = {
            "bidding": published & ~upcoming & ~sealed,
            "upcoming": upcoming,
            "sealed": sealed | Q(state="closed"),
            "opened": ~published & ~decided & ~ended & ~Q(state="closed"),
            "noticed": Q(state="noticed"),
            "awarded": Q(state="awarded"),
            "delivering": Q(state__in=("delivering", "examining")),
            "completed": Q(state="completed"),
            "ended": ended,
        }
        return self.filter(groups[group])

    def by_close(self, *, at: datetime) -> Self:
        """Return them with those first that close soonest, then those closed last."""
        close = F("demand__lifecycle__closes_at")
        is_past = Case(When(demand__lifecycle__closes_at__gt=at, then=0), default=1)
        left = Case(When(demand__lifecycle__closes_at__gt=at, then=close))
        return self.order_by(is_past, left.asc(nulls_last=True), close.desc(), "pk")

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in one query."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "demand__lifecycle__batch",
            "programme",
            "exit_reason",
        )
