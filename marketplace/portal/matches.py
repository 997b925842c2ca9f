"""The pages of matches: all of a listing, and why one pair fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.lists.address import Address
from cms.lists.pager import pager
from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.claims.permissions import is_open_for_claims
from marketplace.matches.rows import wordings
from marketplace.portal.conditions import sees_failures
from marketplace.portal.counting import count_opened, count_shown
from marketplace.portal.details import find_by_number
from marketplace.portal.drawn import conditions_between
from marketplace.portal.explained import Explained, explained
from marketplace.portal.originals import originals
from marketplace.portal.pairs import (
    JUDGED,
    ON_A_PAGE,
    Matches,
    matches_of_capability,
    matches_of_demand,
)
from marketplace.portal.places import place_of
from marketplace.portal.reasons import Words, level_of, parts_shown
from marketplace.portal.rows import (
    capabilities_in_full,
    capabilities_to_match,
    demands_in_full,
    demands_to_match,
)
from marketplace.subscriptions.permissions import may_follow
from search.engines.protocol import EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.models import Capability, Demand, Listing

_VERSIONS: Final = ("weights", "segmentation", "statistics", "synonyms")


@require_safe
def of_demand(request: HttpRequest, number: str) -> HttpResponse:
    """List all capabilities that fit a demand."""
    return _list(request, find_by_number(demands_to_match(), number), matches_of_demand)


@require_safe
def of_capability(request: HttpRequest, number: str) -> HttpResponse:
    """List all demands that a capability fits."""
    return _list(request, find_by_number(capabilities_to_match(), number), matches_of_capability)


@require_safe
def match(request: HttpRequest, number: str, capability: str) -> HttpResponse:
    """Explain why a demand and a capability fit, as far as the reader may know."""
    asked = find_by_number(demands_in_full(), number)
    offered = find_by_number(capabilities_in_full(), capability)
    for listing in (asked, offered):
        if not listing.is_public:
            return _gone(listing)
    count_opened(request, asked, offered)
    place = place_of(request, asked)
    trail = [
        *place["trail"],
        (asked.title, reverse("portal:demand", args=[asked.lifecycle.number])),
    ]
    context = {
        **place,
        "trail": trail,
        "demand": asked,
        "capability": offered,
        "reader": _reader(request, asked, offered),
        "openness": is_open_for_claims(asked, at=page_clock_of(request).now),
        **_why(request, asked, offered),
    }
    return render(request, "portal/match.html", context)


def _why(request: HttpRequest, demand: Demand, capability: Capability) -> dict[str, Any]:
    """Return the explanation in words, or that none is shown, matching rests or has not come."""
    if demand.is_judged_at(page_clock_of(request).now):
        return {"state": JUDGED}
    try:
        found = explained(demand, capability)
    except EngineUnavailable:
        return {"state": "resting"}
    if found is None:
        return {"state": "pending"}
    conditions = conditions_between(
        demand, capability, reader=request.user, now=page_clock_of(request).now
    )
    return {**_shown(found), "conditions": conditions, "state": "ready"}


def _shown(found: Explained) -> dict[str, Any]:
    explanation = found.explanation
    return {
        "explanation": explanation,
        "wordings": wordings(explanation.to_dict()),
        "total": round(explanation.total),
        "level": level_of(explanation),
        "parts": parts_shown(explanation, Words(read_vocabulary())),
        "demand_texts": originals(found.demand, explanation, side="demand"),
        "capability_texts": originals(found.capability, explanation, side="capability"),
        "versions": "-".join(
            version[:6] for name in _VERSIONS if (version := explanation.versions[name])
        ),
    }


def _reader(request: HttpRequest, demand: Demand, capability: Capability) -> str:
    """Return as whom the page is read: `firm`, `owner` or `public`."""
    if sees_failures(request.user, capability.lifecycle.owner_id):
        return "firm"
    return "owner" if sees_failures(request.user, demand.lifecycle.owner_id) else "public"


def _gone(listing: Listing) -> HttpResponse:
    """Lead to the page that says a listing was withdrawn; Http404 where it never was public."""
    if listing.lifecycle.state != listing.lifecycle.State.WITHDRAWN:
        raise Http404
    return redirect(f"portal:{listing.KEY}", listing.lifecycle.number)


def _list(request: HttpRequest, listing: Any, find: Callable[..., Matches]) -> HttpResponse:
    number = _page(request.GET.get("page", ""))
    now = page_clock_of(request).now
    found = find(listing, request.user, now=now, page=number, size=ON_A_PAGE)
    count_shown(request, found, where=f"{listing.KEY}_all")
    place = place_of(request, listing)
    back = reverse(f"portal:{listing.KEY}", args=[listing.lifecycle.number])
    context = {
        **place,
        "trail": [*place["trail"], (listing.title, back)],
        "listing": listing,
        "is_demand": listing.KEY == "demand",
        "may_follow": may_follow(request.user, listing),
        "matches": found,
        "found": found,
        "pager": pager(Address(request.path), page=found.page, pages=found.pages),
    }
    return render(request, "portal/matches.html", context)


def _page(text: str) -> int:
    """Return the page that a text asks for; what is no number asks for the first."""
    digits = text.strip()[:6]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1
