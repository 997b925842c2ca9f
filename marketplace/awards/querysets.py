"""Questions about notices of results and objections that lists and pages ask."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from marketplace.listings.permissions import is_portal_staff
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role


class ResultNoticeQuerySet(models.QuerySet[Any]):
    """Notices of results."""

    def public(self) -> Self:
        """Return what everyone reads: on show, final, or cancelled after an objection."""
        return self.filter(state__in=self.model.PUBLIC)

    def standing(self) -> Self:
        """Return those that are drafted, on show or final: a challenge has one at most."""
        return self.filter(state__in=["drafted", "shown", "settled"])

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in two queries."""
        return self.select_related(
            "challenge__demand__lifecycle__owner",
            "challenge__demand__lifecycle__unit",
            "challenge__programme",
            "drafted_by",
            "shown_by",
            "ranking__round",
        ).prefetch_related("candidates__bid__firm")


class SuccessionQuerySet(models.QuerySet[Any]):
    """Who was named next in the ranking."""

    def open(self) -> Self:
        """Return those of which no supplementary notice is on show yet, and that have not ended."""
        return self.filter(
            Q(state__in=["named", "asked"]) | Q(state="stood", supplement__isnull=True)
        )

    def out(self) -> Self:
        """Return those named in vain: declined, lapsed, passed over, or notice cancelled."""
        return self.filter(
            Q(state__in=["declined", "lapsed", "passed_over"]) | Q(supplement__state="cancelled")
        )

    def of_firms_of(self, user: Any) -> Self:
        """Return those that were told to a firm for which a person bids, whatever it answered."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        firms = user.memberships.able_to(Role.BIDDER).values("organisation")
        told = Q(asked_at__isnull=False) | Q(state="passed_over")
        return self.filter(told, bid__firm__in=firms)

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in one query."""
        return self.select_related(
            "challenge__demand__lifecycle__owner",
            "challenge__demand__lifecycle__unit",
            "challenge__programme",
            "notice",
            "bid__firm",
            "named_by",
            "asked_by",
        )


class ReportQuerySet(models.QuerySet[Any]):
    """Reports to supervisors; the portal's staff reads none by being staff."""

    def open(self) -> Self:
        """Return those with which the supervisor still has to do something."""
        return self.filter(state__in=["filed", "taken"])

    def written_by(self, author: str) -> Self:
        """Return those of the author with a keyed digest."""
        return self.filter(author=author)

    def supervised_by(self, user: Any) -> Self:
        """Return those on challenges of the bodies that a person supervises (纪检)."""
        return self.filter(challenge__demand__lifecycle__owner__in=bodies_supervised_by(user))

    def by_due_date(self) -> Self:
        """Return the open ones first, the first due before others, then the newest."""
        return self.order_by(F("settled_at").desc(nulls_first=True), "due_at", "-pk")

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "challenge__demand__lifecycle__owner", "challenge__demand__lifecycle__unit"
        )


def bodies_supervised_by(user: Any) -> QuerySet[Any]:
    """Return the keys of the bodies that a person supervises (纪检)."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none().values("organisation")
    return Membership.objects.filter(user=user, role=Role.SUPERVISOR).values("organisation")


class ObjectionQuerySet(models.QuerySet[Any]):
    """Objections to results."""

    def open(self) -> Self:
        """Return those that nobody has decided or withdrawn."""
        return self.filter(state="filed")

    def filed_by(self, user: Any) -> Self:
        """Return a person's own."""
        return self.filter(objector=user) if user.is_authenticated else self.none()

    def decided_by_people_like(self, user: Any) -> Self:
        """Return those on which a person may decide, whatever their state.

        Approvers of the handling unit and the portal's staff do; never who drafted or showed the
        notice, who objects, or who belongs to a bidder or to the objector's organisation.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.filter(user=user).values("organisation")
        rows = self.exclude(
            Q(notice__drafted_by=user)
            | Q(notice__shown_by=user)
            | Q(objector=user)
            | Q(organisation__in=mine)
            | Q(notice__challenge__bids__firm__in=mine)
        )
        if is_portal_staff(user):
            return rows
        return rows.filter(
            handled_by(user, {Role.APPROVER}, path="notice__challenge__demand__lifecycle")
        )

    def supervised_by(self, user: Any) -> Self:
        """Return those to results of the bodies that a person supervises (纪检)."""
        bodies = bodies_supervised_by(user)
        return self.filter(notice__challenge__demand__lifecycle__owner__in=bodies)

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: their own, those they decide on or supervise."""
        keys = (
            rows.values("pk")
            for rows in (
                self.filed_by(user),
                self.decided_by_people_like(user),
                self.supervised_by(user),
            )
        )
        condition = Q(pk__in=[])
        for one in keys:
            condition |= Q(pk__in=one)
        return self.filter(condition)

    def by_due_date(self) -> Self:
        """Return the open ones first, the first due before others, then the newest."""
        return self.order_by(F("settled_at").desc(nulls_first=True), "due_at", "-pk")

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "notice__challenge__demand__lifecycle__owner",
            "notice__challenge__demand__lifecycle__unit",
            "notice__challenge__programme",
            "organisation",
            "objector",
        )
