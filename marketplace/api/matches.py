"""Matches as everybody may read them: reasons and open questions, never what a firm fails."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.api import schemas
from marketplace.api.lists import LAST_PAGE
from marketplace.listings.gates import Answer
from marketplace.portal.details import find_by_number
from marketplace.portal.drawn import conditions_between, match_url
from marketplace.portal.explained import Explained, explained
from marketplace.portal.pairs import (
    JUDGED,
    ON_A_PAGE,
    Matches,
    matches_of_capability,
    matches_of_demand,
)
from marketplace.portal.reasons import PARTS, Words, level_of
from marketplace.portal.rows import (
    capabilities_in_full,
    capabilities_to_match,
    demands_in_full,
    demands_to_match,
)
from search.documents import PARTS as TEXT_PARTS
from search.engines.protocol import EngineUnavailable

if TYPE_CHECKING:
    from marketplace.listings.models import Capability, Demand
    from marketplace.portal.drawn import Pair

router = Router(tags=["matches"])

_EVERYBODY = AnonymousUser()
_VERSIONS = ("weights", "segmentation", "generic", "statistics", "synonyms", "model")
"""Versions that are given out: those of the texts are places in the journal."""


class PageQuery(Schema):
    """Which page of a list of matches."""

    page: int = Field(1, ge=1, le=LAST_PAGE)


@router.get(
    "/demands/{slug:number}/matches",
    response={200: schemas.MatchList, 404: schemas.Problem},
    url_name="demand_matches",
)
def of_demand(request: HttpRequest, number: str, asked: Query[PageQuery]) -> dict[str, Any]:
    """List the capabilities that fit a demand well, and the nearest of the others."""
    listing = find_by_number(demands_to_match(), number)
    now = page_clock_of(request).now
    found = matches_of_demand(listing, _EVERYBODY, now=now, page=asked.page, size=ON_A_PAGE)
    return _shown(listing, found, nothing=_("No capability on the list fits well yet"))


@router.get(
    "/capabilities/{slug:number}/matches",
    response={200: schemas.MatchList, 404: schemas.Problem},
    url_name="capability_matches",
)
def of_capability(request: HttpRequest, number: str, asked: Query[PageQuery]) -> dict[str, Any]:
    """List the open demands that a capability fits well, and the nearest of the others."""
    listing = find_by_number(capabilities_to_match(), number)
    now = page_clock_of(request).now
    found = matches_of_capability(listing, _EVERYBODY, now=now, page=asked.page, size=ON_A_PAGE)
    return _shown(listing, found, nothing=_("No open demand fits well yet"))


@router.get(
    "/matches/{slug:number}/{slug:capability}",
    response={200: schemas.ExplanationOut, 404: schemas.Problem},
    url_name="match",
)
def match(request: HttpRequest, number: str, capability: str) -> dict[str, Any]:
    """Explain why a demand and a capability fit."""
    asked = find_by_number(demands_in_full().public(), number)
    offered = find_by_number(capabilities_in_full().public(), capability)
    pair = {
        "demand": asked.lifecycle.number,
        "capability": offered.lifecycle.number,
        "page": match_url(asked, offered),
    }
    now = page_clock_of(request).now
    if asked.is_judged_at(now):
        return pair | {"state": JUDGED, "message": _message(JUDGED)}
    try:
        found = explained(asked, offered)
    except EngineUnavailable:
        return pair | {"state": "resting", "message": _message("resting")}
    if found is None:
        return pair | {"state": "pending", "message": _message("pending")}
    conditions = conditions_between(asked, offered, reader=_EVERYBODY, now=now)
    return (
        pair
        | _explained(found)
        | {
            "conditions": [
                {
                    "code": gate.code,
                    "label": str(gate.label),
                    "answer": gate.answer.value,
                    "fact": str(gate.fact),
                }
                for gate in conditions.gates
            ]
        }
    )


def _shown(listing: Demand | Capability, found: Matches, *, nothing: str) -> dict[str, Any]:
    return {
        "number": listing.lifecycle.number,
        "state": found.state,
        "fits_well": found.state == "ready" and found.total > 0,
        "message": nothing if found.nothing_fits else _message(found.state),
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "items": [_row(pair) for pair in found.rows],
        "weak_total": found.weak_total,
        "weak": [_row(pair) for pair in found.weak],
    }


def _row(pair: Pair) -> dict[str, Any]:
    numbers = [pair.demand.lifecycle.number, pair.capability.lifecycle.number]
    gates = pair.conditions.gates
    return {
        "number": pair.listing.lifecycle.number,
        "title": pair.listing.title,
        "owner": pair.listing.lifecycle.owner.name,
        "total": pair.total,
        "level": pair.explanation.level,
        "level_name": pair.level,
        "why": pair.why,
        "conditions_met": sum(gate.answer is Answer.MET for gate in gates),
        "conditions_to_verify": pair.conditions.unknown,
        "explanation": reverse("api:match", args=numbers),
        "page": pair.url,
    }


def _explained(found: Explained) -> dict[str, Any]:
    explanation = found.explanation
    plain = asdict(explanation)
    words = Words(read_vocabulary())
    kept = ("total", "level", "tier", "covered", "partly", "missing", "synonyms", "clauses")
    return {name: plain[name] for name in kept} | {
        "state": "ready",
        "message": _("Only words were compared, not meanings.")
        if explanation.tier == "words"
        else "",
        "level_name": level_of(explanation),
        "parts": [
            {
                "code": part.code,
                "label": str(PARTS[part.code]),
                "points": part.points,
                "out_of": part.out_of,
                "sentence": words.sentence(part.code, part.facts),
            }
            for part in explanation.parts
        ],
        "versions": {name: explanation.versions[name] for name in _VERSIONS},
        "texts": {
            side: {part: getattr(document, part) for part in TEXT_PARTS}
            for side, document in (("demand", found.demand), ("capability", found.capability))
        },
    }


def _message(state: str) -> str:
    """Return what a state means, nothing where everything is there."""
    said = {
        "resting": _("Matching is resting"),
        "pending": _("Matches are being worked out; look again in a moment."),
        JUDGED: _("No match is shown beside bids that are judged."),
    }
    return said.get(state, "")
