"""What became of rounds and open calls, from collected to listed; counted when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from marketplace.calls.models import Need, Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.calls.models import OpenCall, Round

_WAS_SUBMITTED = Q(demand__lifecycle__submitted_revision__isnull=False)
_WAS_LISTED = Q(demand__lifecycle__published_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many needs were collected, proposed to be published, and listed."""

    collected: int
    proposed: int
    listed: int

    @property
    def percent(self) -> float:
        """Return listed to collected, in percent; nothing collected is nothing listed."""
        return 100 * self.listed / self.collected if self.collected else 0.0


def figures_of_round(round_: Round) -> Figures:
    """Return the figures of the needs in replies that were sent to a round."""
    return _counted(Need.objects.filter(reply__round=round_, reply__state="answered"))


def figures_of_rounds() -> Figures:
    """Return the figures of all rounds together."""
    return _counted(Need.objects.filter(reply__state="answered"))


def figures_of_call(call: OpenCall) -> Figures:
    """Return the figures of the proposals to an open call, those withdrawn left out."""
    return _counted(Proposal.objects.filter(call=call).exclude(state="withdrawn"))


def _counted(rows: QuerySet[Any]) -> Figures:
    proposed = _WAS_SUBMITTED | _WAS_LISTED | Q(demand__challenge__checks__isnull=False)
    counts = rows.aggregate(
        collected=Count("pk", distinct=True),
        proposed=Count("pk", filter=proposed, distinct=True),
        listed=Count("pk", filter=_WAS_LISTED, distinct=True),
    )
    return Figures(**counts)
