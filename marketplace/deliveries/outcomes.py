"""What a bidder reads of the delivery that its bid led to: where it stands, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.bids.outcomes import Fact, Outcome
from marketplace.deliveries.delays import ends_at
from marketplace.deliveries.models import CheckpointState, Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.bids.models import Bid

_NEXT: Final = 3
"""How many milestones are named."""
_SETTLED: Final = {CheckpointState.PASSED, CheckpointState.DROPPED}


def own_deliveries(user: Any, bids: Sequence[Bid]) -> Iterator[Outcome]:
    """Yield the delivery of each bid with its next milestones, the first due before others."""
    rows = Delivery.objects.delivered_by(user).filter(agreement__candidate__bid__in=bids)
    for one in rows.for_rows().order_by("pk").prefetch_related("checkpoints__milestone"):
        ahead = [] if one.state != DeliveryState.RUNNING else _ahead(one)
        yield Outcome(
            bid=one.agreement.candidate.bid_id,
            what=_("Delivery: %(state)s") % {"state": DeliveryState(one.state).label},
            url=reverse("deliveries:delivery", args=[one.number]),
            by=ahead[0].by if ahead else None,
            facts=tuple(ahead),
            facts_are=_("Next milestones"),
        )


def _ahead(delivery: Delivery) -> list[Fact]:
    waiting = [one for one in delivery.checkpoints.all() if one.state not in _SETTLED]
    waiting.sort(key=lambda one: one.milestone.position)
    return [
        Fact(str(one.milestone), one.get_state_display(), by=ends_at(one.milestone.due_on))
        for one in waiting[:_NEXT]
    ]
