"""The parts of the home page, read anew at each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.home.figures import by_domain, by_industry, by_park, totals
from cms.lists.cards import read_cards
from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.listings.models import Capability, Demand

if TYPE_CHECKING:
    from django.http import HttpRequest

NEWEST = 5
CLOSING = 3


def home_context(request: HttpRequest) -> dict[str, Any]:
    """Return totals, newest items, what closes soon, and counts by domain, industry and park."""
    now = page_clock_of(request).now
    vocabulary = read_vocabulary()
    districts, parks = by_park()
    demands: Any = Demand.objects.public()
    capabilities: Any = Capability.objects.public()
    closing = demands.open_at(now).filter(lifecycle__closes_at__isnull=False)
    parts = {
        "newest_demands": demands.government().order_by("-lifecycle__published_at")[:NEWEST],
        "newest_capabilities": capabilities.order_by("-lifecycle__published_at")[:NEWEST],
        "closing": closing.order_by("lifecycle__closes_at")[:CLOSING],
    }
    return {
        "totals": totals(now),
        "domains": by_domain(vocabulary),
        "industries": by_industry(vocabulary),
        "districts": districts,
        "parks": parks,
        **{
            name: read_cards(
                rows.model.objects.all(), [row.pk for row in rows], vocabulary=vocabulary, now=now
            )
            for name, rows in parts.items()
        },
    }
