"""What a bidder reads of the task agreement that its bid led to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.agreements.models import Agreement, AgreementState, Side
from marketplace.agreements.turns import steps_due
from marketplace.bids.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.bids.models import Bid


def own_agreements(user: Any, bids: Sequence[Bid]) -> Iterator[Outcome]:
    """Yield the task agreement of each awarded bid, and what its firm should do next."""
    rows = Agreement.objects.of_firms_of(user).filter(candidate__bid__in=bids).for_rows()
    for one in rows.order_by("pk").prefetch_related("copies__version"):
        step = steps_due(one).get(Side.FIRM)
        state = AgreementState(one.state).label
        yield Outcome(
            bid=one.candidate.bid_id,
            what=step or _("Task agreement: %(state)s") % {"state": state},
            url=reverse("agreements:detail", args=[one.number]),
            by=one.due_at if step else None,
        )
