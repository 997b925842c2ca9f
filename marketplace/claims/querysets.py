"""Questions about claims that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.models import Addendum
from marketplace.listings.people import OFFICERS
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class ClaimQuerySet(models.QuerySet[Any]):
    """Claims."""

    def live(self) -> Self:
        """Return those that wait for an answer or were accepted; a firm has one for a demand."""
        return self.filter(state__in=self.model.LIVE)

    def unanswered(self) -> Self:
        """Return those that were neither decided nor asked about: the promise of an answer runs."""
        return self.filter(state="submitted", details_asked_at__isnull=True)

    def by_urgency(self) -> Self:
        """Return them with those first whose first answer is awaited, by when it is due."""
        return self.order_by(F("details_asked_at").asc(nulls_first=True), "answer_due", "pk")

    def with_escalation(self) -> Self:
        """Return them with `escalated_at`: when the missing answer was escalated, or None."""
        overdue = Q(prompts__kind="overdue")
        return self.annotate(escalated_at=Min("prompts__at", filter=overdue))

    def unconfirmed(self) -> Self:
        """Return those that wait and were not confirmed since a material addendum."""
        return self.filter(self._changed_since(), state="submitted")

    def confirmed(self) -> Self:
        """Return those that stand by their demand as it reads now, and those settled before."""
        return self.exclude(self._changed_since(), state="submitted")

    def with_confirmation(self) -> Self:
        """Return them with `is_unconfirmed`, as `unconfirmed` says."""
        return self.annotate(is_unconfirmed=Q(self._changed_since(), state="submitted"))

    def _changed_since(self) -> Exists:
        changes = Addendum.objects.filter(
            demand=OuterRef("demand"),
            is_material=True,
            published_at__gt=OuterRef("confirmed_at"),
        )
        return Exists(changes)

    def of_firms_of(self, user: Any) -> Self:
        """Return the claims of the organisations that a person belongs to."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(firm__in=user.memberships.values("organisation"))

    def handled_by(self, user: Any, roles: Iterable[str] = OFFICERS) -> Self:
        """Return the claims for demands that a person handles in one of the roles."""
        return self.filter(handled_by(user, roles, path="demand__lifecycle"))

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: the firm's people and the demand's officers, nobody else.

        Portal staff and superusers have no part in what a firm tells an office.
        """
        mine = self.of_firms_of(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(pk__in=self.handled_by(user).values("pk")))

    def for_rows(self) -> Self:
        """Return the rows with what a table or a receipt draws, in one query."""
        return self.select_related(
            "demand__lifecycle__owner",
            "demand__lifecycle__unit",
            "firm__district",
            "capability__lifecycle",
            "submitted_by",
            "decided_by",
            "cooperation",
        )


class DraftQuerySet(models.QuerySet[Any]):
    """Drafts of claims."""

    def visible_to(self, user: Any) -> Self:
        """Return the drafts of firms for which a person may apply, and those that they fill in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        filled_in = self.filled_in_by(user).filter(sent_at__isnull=True).values("pk")
        present = self.filter(firm__merged_into__isnull=True)
        return present.filter(Q(firm__in=mine) | Q(pk__in=filled_in))

    def filled_in_by(self, user: Any) -> Self:
        """Return those that a person's organisation fills in, while the firm allows it."""
        mine = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        return self.filter(
            helper__in=mine,
            helper__merged_into__isnull=True,
            helper__verified_at__isnull=False,
            helper__mandates__firm=F("firm"),
            helper__mandates__state="given",
            helper__mandates__ends_on__gte=_day_of(clock.now()),
        )

    def own(self) -> Self:
        """Return those that firms write themselves, and what they sent of others."""
        return self.filter(Q(helper__isnull=True) | Q(sent_at__isnull=False))

    def unsent(self) -> Self:
        """Return those that hold something which was never sent."""
        return self.filter(Q(sent_at__isnull=True) | Q(saved_at__gt=F("sent_at")))

    def for_rows(self) -> Self:
        """Return the rows with what a list draws, in one query."""
        return self.select_related("demand__lifecycle__owner", "firm", "helper", "saved_by")


class MandateQuerySet(models.QuerySet[Any]):
    """Mandates to fill in."""

    def standing_at(self, instant: datetime) -> Self:
        """Return those that hold at an instant, for organisations that are verified."""
        return self.filter(
            state="given",
            ends_on__gte=_day_of(instant),
            helper__verified_at__isnull=False,
            helper__merged_into__isnull=True,
            firm__merged_into__isnull=True,
        )

    def usable_by(self, user: Any) -> Self:
        """Return those of the organisations for which a person fills in."""
        return self._of(user, "helper", Role.BIDDER)

    def visible_to(self, user: Any) -> Self:
        """Return those that a person may give and withdraw in a firm's name."""
        return self._of(user, "firm", Role.OWNER)

    def for_rows(self) -> Self:
        """Return the rows with what a list draws, in one query."""
        return self.select_related("firm", "helper", "given_by")

    def _of(self, user: Any, side: str, role: str) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.able_to(role).filter(user=user).values("organisation")
        return self.filter(**{f"{side}__in": mine})


def _day_of(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


class PartnerQuerySet(models.QuerySet[Any]):
    """Partners in applications."""

    def visible_to(self, user: Any) -> Self:
        """Return the invitations of the organisations for which a person may answer."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.able_to(Role.BIDDER).filter(user=user).values("organisation")
        asked = self.exclude(state=self.model.State.REMOVED)
        return asked.filter(organisation__in=mine, organisation__merged_into__isnull=True)

    def for_rows(self) -> Self:
        """Return the rows with what a page draws, in one query."""
        return self.select_related("draft__demand__lifecycle__owner", "draft__firm", "organisation")
