"""What waits for a person's side in its agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from marketplace.agreements.models import Agreement
from marketplace.agreements.permissions import acts_for
from marketplace.agreements.turns import steps_due
from marketplace.awards.waiting import Waiting
from marketplace.challenges.permissions import OFFICERS
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield what a person's side should do next."""
    unsigned = Agreement.objects.unsigned()
    mine = unsigned.of_firms_of(user, [Role.BIDDER]) | unsigned.handled_by(user, OFFICERS)
    for one in mine.for_rows().order_by("due_at"):
        side = acts_for(user, one)
        step = steps_due(one).get(side) if side else None
        if step:
            yield Waiting(
                title=str(step),
                text=f"{one.challenge.demand.title} · {one.firm}",
                url=reverse("agreements:detail", args=[one.number]),
                since=one.drafted_at,
                due=one.due_at,
            )
