"""Who reads which sheets and rankings: every list and page asks here."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from marketplace.challenges.permissions import OFFICERS
from marketplace.experts.querysets import MANAGE
from marketplace.journal.models import InsertOnlyQuerySet
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Role

_DEMAND = "panel__challenge__demand"


class ReviewRoundQuerySet(models.QuerySet[Any]):
    """Rounds of scoring."""

    def standing(self) -> Self:
        """Return those that go on or count: a panel has one at most."""
        return self.filter(state__in=["scoring", "ranked"])

    def for_rows(self) -> Self:
        """Return the rows with what a page draws."""
        return self.select_related(
            f"{_DEMAND}__lifecycle__owner", f"{_DEMAND}__lifecycle__unit", "panel__challenge"
        )


class SheetQuerySet(InsertOnlyQuerySet):
    """Signed score sheets, every version of them."""

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read.

        A member's own; the others' of a round for which they have signed a sheet; all of a
        ranked round for staff who keep the pool; all of one that was on show for the owner's
        officers and supervisor.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = {"seat__expert__user": user, "seat__state": "sitting"}
        mine = self.model._default_manager.filter(**held, round=OuterRef("round"))
        going_on = ~Q(round__panel__state="ended")
        allowed = Q(**held) & going_on | Exists(mine) & going_on & Q(seat__state="sitting")
        if user.has_perm(MANAGE):
            allowed |= Q(round__ranked_at__isnull=False)
        shown = Q(round__shown_at__isnull=False)
        return self.filter(allowed | shown & overseen_by(user, path=f"round__{_DEMAND}"))

    def last_versions(self) -> Self:
        """Return the last version of each seat in each round."""
        later = self.model._default_manager.filter(
            seat=OuterRef("seat"), round=OuterRef("round"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def for_rows(self) -> Self:
        """Return the rows with what a table draws, in one query."""
        return self.select_related("seat__expert", "round")


class RankingQuerySet(InsertOnlyQuerySet):
    """Frozen rankings."""

    def standing(self) -> Self:
        """Return those that count: not replaced after an objection."""
        return self.filter(round__state="ranked")

    def of_challenge(self, challenge: Any) -> Self:
        """Return a challenge's, the latest first."""
        return self.filter(round__panel__challenge=challenge).order_by("-round__number")

    def visible_to(self, user: Any) -> Self:
        """Return what a person may read with firms' names: who oversees it, and keepers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm(MANAGE):
            return self.all()
        return self.filter(overseen_by(user, path=f"round__{_DEMAND}"))

    def for_rows(self) -> Self:
        """Return the rows with what a page draws."""
        return self.select_related(f"round__{_DEMAND}__lifecycle__owner", "chair__expert")


def overseen_by(user: Any, *, path: str) -> Q:
    """Return the condition: of demands whose officers or supervisor a person is."""
    supervised = user.memberships.able_to(Role.SUPERVISOR).values("organisation")
    return handled_by(user, OFFICERS, path=f"{path}__lifecycle") | Q(
        **{f"{path}__lifecycle__owner__in": supervised}
    )
