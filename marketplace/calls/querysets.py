"""Questions about rounds, replies, open calls and proposals that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.models import Membership, Role
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from datetime import datetime

RUNNERS = covering(Role.EDITOR, Role.APPROVER)
"""Roles of a department that runs a call, and of a body that replies to one."""


def bodies_of(user: Any, *, roles: frozenset[str] = RUNNERS) -> Any:
    """Return the keys of the organisations in which a person has one of the roles."""
    if not user.is_authenticated or not user.is_active:
        return []
    return Membership.objects.filter(user=user, role__in=roles).values("organisation")


class RoundQuerySet(models.QuerySet[Any]):
    """Rounds."""

    def run_by(self, user: Any) -> Self:
        """Return those whose board a person reads: the portal's staff, the asking department."""
        if is_portal_staff(user):
            return self.all()
        return self.filter(opener__in=bodies_of(user))

    def for_rows(self) -> Self:
        """Return the rows with what a table draws, in one query."""
        return self.select_related("opener", "drafted_by", "opened_by")

    def with_counts(self) -> Self:
        """Return the rows with how many were asked, and have replied in which way."""
        counts = {
            name: models.Count("replies", filter=Q(replies__state=name))
            for name in ("answered", "none", "waiting")
        }
        renamed = {f"{name}_count": count for name, count in counts.items()}
        return self.annotate(asked_count=models.Count("replies"), **renamed).order_by("-pk")


class ReplyQuerySet(models.QuerySet[Any]):
    """Replies of bodies."""

    def of_bodies_of(self, user: Any) -> Self:
        """Return those that a person may write: their bodies', once the round was opened."""
        return self.filter(organisation__in=bodies_of(user))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: their bodies' own, and those of rounds they run."""
        own = self.of_bodies_of(user).values("pk")
        if is_portal_staff(user):
            return self.all()
        return self.filter(Q(pk__in=own) | Q(round__opener__in=bodies_of(user)))

    def silent(self) -> Self:
        """Return those that still wait, of rounds that run."""
        return self.filter(state="waiting", round__state="open")

    def for_rows(self) -> Self:
        """Return the rows with what a table draws, in two queries."""
        return self.select_related("round__opener", "organisation", "answered_by").prefetch_related(
            "needs__demand__lifecycle", "needs__demand__challenge"
        )


class OpenCallQuerySet(models.QuerySet[Any]):
    """Open calls."""

    def public(self) -> Self:
        """Return what everyone may read: those that run or have ended."""
        return self.filter(state__in=["open", "closed"])

    def run_by(self, user: Any) -> Self:
        """Return those that a person runs: the portal's staff, the answering department."""
        if is_portal_staff(user):
            return self.all()
        return self.filter(department__in=bodies_of(user))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the public ones, and the drafts of those they run."""
        runs = self.model.objects.run_by(user).values("pk")
        return self.filter(Q(state__in=["open", "closed"]) | Q(pk__in=runs))

    def by_due_date(self, *, at: datetime) -> Self:
        """Return those that take proposals first, the first due before others."""
        is_over = models.Case(models.When(state="open", due_at__gt=at, then=0), default=1)
        left = models.Case(models.When(due_at__gt=at, then="due_at"))
        return self.order_by(is_over, left.asc(nulls_last=True), "-due_at", "pk")

    def for_rows(self) -> Self:
        """Return the rows with what a list draws, in one query."""
        return self.select_related("department")


class ProposalQuerySet(models.QuerySet[Any]):
    """Proposals."""

    def open(self) -> Self:
        """Return those that nobody has answered or withdrawn."""
        return self.filter(state="submitted")

    def proposed_by(self, user: Any) -> Self:
        """Return those of the organisations in whose name a person proposes, and their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        members = Membership.objects.filter(
            user=user, organisation=OuterRef("organisation"), role__in=covering(Role.BIDDER)
        )
        return self.filter(Exists(members))

    def answered_by_people_like(self, user: Any) -> Self:
        """Return those that a person may answer, whatever their state.

        People of the answering department do, never who belongs to the proposer.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.filter(user=user).values("organisation")
        return self.filter(handler__in=bodies_of(user)).exclude(organisation__in=mine)

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: their own, those they answer; the portal's staff all."""
        if is_portal_staff(user):
            return self.all()
        own, answered = self.proposed_by(user), self.answered_by_people_like(user)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=answered.values("pk")))

    def by_due_date(self) -> Self:
        """Return the open ones first, the first due before others, then the newest."""
        return self.order_by(models.F("settled_at").desc(nulls_first=True), "due_at", "-pk")

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "call__department", "organisation", "proposer", "handler", "demand__lifecycle"
        )
