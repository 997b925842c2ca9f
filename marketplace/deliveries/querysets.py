"""Questions about deliveries that lists and pages ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Q, When

from marketplace.agreements.models import Agreement
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Membership, Role
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.challenges.models import Challenge

LIFECYCLE = "agreement__challenge__demand__lifecycle"


class AgreedDeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries."""

    def unended(self) -> Self:
        """Return those in which something is still to be done."""
        return self.filter(state__in=["running", "handed_in"])

    def of_challenge(self, challenge: Challenge) -> Self:
        """Return the deliveries of a challenge's teams."""
        return self.filter(agreement__challenge=challenge)

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read: those whose agreement they read."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def delivered_by(self, user: Any) -> Self:
        """Return those of the firms that a person bids for."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        able = Membership.objects.filter(user=user, role__in=covering(Role.BIDDER))
        return self.filter(agreement__candidate__bid__firm__in=able.values("organisation"))

    def heard_from(self, user: Any) -> Self:
        """Return those in acceptance whose challenge hears its panel, which a person sat on."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        path = "agreement__challenge"
        mine = self.filter(**{f"{path}__panel__seats__expert__user": user})
        return mine.filter(state="handed_in", **{f"{path}__hears_panel": True}).distinct()

    def handled_by(self, user: Any, roles: Iterable[str]) -> Self:
        """Return those of the challenges that a person handles in one of the roles.

        Whoever belongs to the firm that delivers never acts for the owner.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Membership.objects.filter(user=user).values("organisation")
        rows = self.filter(handled_by(user, roles, path=LIFECYCLE))
        return rows.exclude(agreement__candidate__bid__firm__in=mine)

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        return self.select_related(
            "agreement__challenge__demand__lifecycle__owner",
            "agreement__challenge__demand__lifecycle__unit",
            "agreement__challenge__programme",
            "agreement__candidate__bid__firm",
        )

    def by_state(self) -> Self:
        """Return them with those at work first, each with its checkpoints in order."""
        is_over = Case(When(state__in=["running", "handed_in"], then=0), default=1)
        rows = self.order_by(is_over, "-pk")
        return rows.prefetch_related("checkpoints__milestone")


class CheckpointQuerySet(models.QuerySet[Any]):
    """Checkpoints."""

    def in_order(self) -> Self:
        """Return them in the order of their milestones, with those."""
        return self.select_related("milestone").order_by("milestone__position", "pk")

    def waiting(self) -> Self:
        """Return those for which somebody still has to do something, of deliveries under way."""
        return self.filter(delivery__state="running", state__in=["open", "returned", "submitted"])

    def for_rows(self) -> Self:
        """Return the rows with milestone and delivery."""
        path = "delivery__agreement__challenge"
        return self.select_related(
            "milestone",
            f"{path}__demand__lifecycle__owner",
            f"{path}__demand__lifecycle__unit",
            f"{path}__programme",
            "delivery__agreement__candidate__bid__firm",
        )


class ResultQuerySet(models.QuerySet[Any]):
    """Results of accepted deliveries."""

    def public(self) -> Self:
        """Return what everybody reads: what the firm wanted published, of listed challenges."""
        return self.filter(
            Q(state="confirmed"),
            delivery__state="accepted",
            delivery__agreement__challenge__demand__live=True,
        )

    def for_rows(self) -> Self:
        """Return the rows with what a table or a page draws, in one query."""
        path = "delivery__agreement"
        return self.select_related(
            f"{path}__challenge__demand__lifecycle__owner",
            f"{path}__challenge__demand__lifecycle__unit",
            f"{path}__challenge__programme",
            f"{path}__candidate__bid__firm",
            "capability__lifecycle",
        )
