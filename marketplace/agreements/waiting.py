"""What waits for a firm in its agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.turns import steps_due
from marketplace.core.waiting import Waiting
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield what a person should do next for a firm; the officers' steps are dues (`steps_due`)."""
    mine = Agreement.objects.unsigned().of_firms_of(user, [Role.BIDDER])
    for one in mine.for_rows().order_by("due_at"):
        step = steps_due(one).get(Side.FIRM)
        if step:
            yield Waiting(
                title=str(step),
                text=f"{one.challenge.demand.title} · {one.challenge.demand.lifecycle.owner}",
                url=reverse("agreements:detail", args=[one.number]),
                since=one.drafted_at,
                due=one.due_at,
            )
