"""The capabilities on the list that fit a challenge in its fitness check, found by the matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.listings.models import Capability
from search.describing import describe_demands
from search.engines.protocol import EngineUnavailable
from search.pairs import matcher

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.listings.models import Demand

MOST: Final = 6


def existing_supply(demand: Demand, now: datetime) -> list[Capability] | None:
    """Return the public capabilities that fit a demand best; None while the engine is away.

    The demand's rows are read, which hold its latest draft until it is published. Nobody is shown
    a score: the list says where to look.
    """
    [document] = describe_demands([demand])
    try:
        found = matcher().capabilities_for(document, now=int(now.timestamp()), limit=MOST)
    except EngineUnavailable:
        return None
    rows = Capability.objects.public().select_related("lifecycle__owner")
    by_pk = rows.in_bulk([one.pk for one in found])
    return [by_pk[one.pk] for one in found if one.pk in by_pk]
