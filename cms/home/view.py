"""The parts of the home page, read anew at each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.home.bridges import best_pairs, bridges, chosen_capabilities
from cms.home.figures import by_domain, by_industry, by_park, totals
from cms.lists.cards import Card, read_cards
from cms.lists.vocabulary import Vocabulary, read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.claims.ticker import EVERYBODY, ticker
from marketplace.listings.models import Capability, Demand
from marketplace.notifications.topics import followed

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

NEWEST = 5
CLOSING = 3


def home_context(request: HttpRequest) -> dict[str, Any]:
    """Return totals, both shores, what closes soon, and counts by domain, industry and park."""
    now = page_clock_of(request).now
    vocabulary = read_vocabulary()
    districts, parks = by_park()
    return {
        "live": followed("ticker", EVERYBODY),
        "totals": totals(now),
        "domains": by_domain(vocabulary),
        "industries": by_industry(vocabulary),
        "districts": districts,
        "parks": parks,
        "closing": _closing(vocabulary, now),
        "ticker": ticker(now=now),
        **_shores(vocabulary, now),
    }


def _closing(vocabulary: Vocabulary, now: datetime) -> list[Card]:
    demands: Any = Demand.objects.public()
    closing = demands.open_at(now).filter(lifecycle__closes_at__isnull=False)
    keys = closing.order_by("lifecycle__closes_at").values_list("pk", flat=True)[:CLOSING]
    return read_cards(demands, list(keys), vocabulary=vocabulary, now=now)


def _shores(vocabulary: Vocabulary, now: datetime) -> dict[str, Any]:
    """Return the newest demands, the capabilities that fit them best, and the lines between."""
    demands: Any = Demand.objects.public()
    capabilities: Any = Capability.objects.public()
    newest = demands.government().open_at(now).order_by("-lifecycle__published_at", "-pk")
    left = list(newest.values_list("pk", flat=True)[:NEWEST])
    pairs = best_pairs(left, now=now)
    latest = capabilities.order_by("-lifecycle__published_at", "-pk").values_list("pk", flat=True)
    right = chosen_capabilities(pairs, list(latest[:NEWEST]), limit=NEWEST)
    demand_cards = read_cards(demands, left, vocabulary=vocabulary, now=now)
    capability_cards = read_cards(capabilities, right, vocabulary=vocabulary, now=now)
    return {
        "newest_demands": demand_cards,
        "shown_capabilities": capability_cards,
        "bridges": bridges(pairs, demand_cards, capabilities=capability_cards),
    }
