"""Listings as the interface gives them out: cards of lists, and everything of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from ninja import Schema

from marketplace.api import schemas
from marketplace.challenges.models import RULES, Challenge
from marketplace.listings.models import Capability, Demand
from marketplace.listings.question_permissions import question_close_of
from marketplace.listings.timetable import PLANNED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.lists.cards import Card


def demand_card(card: Card) -> dict[str, Any]:
    """Return what a list says of a demand."""
    terms = {kind: _terms(found) for kind, found in card.terms.items()}
    return _demand(card.listing, phase=card.phase) | {
        "domains": terms.get("domain", []),
        "industries": terms.get("industry", []),
        "districts": terms.get("district", []),
        "parks": terms.get("park", []),
        "opens": terms.get("opens", []),
    }


def capability_card(card: Card) -> dict[str, Any]:
    """Return what a list says of a capability."""
    terms = {kind: _terms(found) for kind, found in card.terms.items()}
    return _capability(card.listing, cases=card.case_count) | {
        "domains": terms.get("domain", []),
        "industries": terms.get("industry", []),
        "districts": terms.get("district", []),
    }


def demand_detail(demand: Demand, *, now: datetime) -> dict[str, Any]:
    """Return all that a demand's page says to everybody, but for contacts."""
    opened = demand.opened_resources.all()
    return _demand(demand, phase=demand.lifecycle.phase_at(now)) | {
        **_shared_terms(demand),
        "districts": _terms(demand.districts.all()),
        "parks": _terms(demand.parks.all()),
        "opens": _terms({one.kind: None for one in opened}),
        "background": demand.background,
        "goals": demand.goals,
        "content": demand.content,
        "place": demand.place,
        **{name: getattr(demand, name) for name in PLANNED},
        "delivery_on": demand.delivery_on,
        "cooperation": demand.cooperation,
        "slots": demand.most_parties,
        "partners": demand.most_partners,
        "first_of_kind_counts": demand.first_of_kind_counts,
        "opened_resources": [
            {
                "kind": one.kind.slug,
                "text": one.text,
                "condition": one.condition,
                "access": one.access,
                "approver": one.approver,
            }
            for one in opened
        ],
        "indicators": [_named(one, schemas.IndicatorOut) for one in demand.indicators.all()],
        "questions_close_at": question_close_of(demand),
        "addenda": [_named(one, schemas.AddendumOut) for one in demand.addenda.all()],
        "questions": [_named(one, schemas.AnsweredQuestion) for one in demand.questions.answered()],
        "challenge": _challenge(demand),
    }


def capability_detail(capability: Capability) -> dict[str, Any]:
    """Return all that a capability's page says to everybody."""
    cases = list(capability.cases.all())
    return _capability(capability, cases=len(cases)) | {
        **_shared_terms(capability),
        "districts": _terms(capability.delivers_to.all()),
        "description": capability.description,
        "stated_cases": [_named(one, schemas.CaseOut) for one in cases],
    }


def _challenge(demand: Demand) -> dict[str, Any] | None:
    """Return what everybody reads of a demand's challenge; nothing before it was listed."""
    found = Challenge.objects.public().for_rows().filter(demand=demand).first()
    if found is None:
        return None
    rules = {name: getattr(found, name) for name in RULES if name != "programme"}
    criteria = found.criteria.order_by("position")
    return rules | {
        "state": found.state,
        "programme": found.programme.name,
        "exit_reason": found.exit_reason and found.exit_reason.code,
        "criteria": [_named(one, schemas.CriterionOut) for one in criteria],
    }


def _demand(demand: Any, *, phase: str) -> dict[str, Any]:
    return _listing(demand) | {
        "mode": demand.mode,
        "path": demand.path,
        "phase": phase,
        "budget": _money(demand.budget_kind, demand.budget_low, high=demand.budget_high),
        "opens_at": demand.lifecycle.opens_at,
        "closes_at": demand.lifecycle.closes_at,
    }


def _capability(capability: Any, *, cases: int) -> dict[str, Any]:
    price = _money(capability.price_kind, capability.price_low, high=capability.price_high)
    return _listing(capability) | {
        "maturity": capability.maturity,
        "first_of_kind": capability.first_of_kind,
        "price": price,
        "cases": cases,
        "delivers_everywhere": capability.delivers_everywhere,
    }


def _listing(listing: Any) -> dict[str, Any]:
    life = listing.lifecycle
    return {
        "number": life.number,
        "title": listing.title,
        "summary": listing.summary,
        "owner": {
            "name": life.owner.name,
            "kind": life.owner.kind,
            "is_verified": life.owner.is_verified,
        },
        "is_example": life.is_example,
        "is_confirmed": life.confirmed_at is not None,
        "published_at": life.published_at,
        "page": reverse(f"portal:{listing.KEY}", args=[life.number]),
    }


def _shared_terms(listing: Any) -> dict[str, Any]:
    return {
        "domains": _terms(listing.domains.all()),
        "industries": _terms(listing.industries.all()),
        "qualifications": _terms(listing.qualifications.all()),
    }


def _money(kind: str, low: Any, *, high: Any) -> dict[str, Any]:
    """Return a sum; what stands in the fields of a listing that gives none is not said."""
    return {"kind": kind, "low": low, "high": high} if kind == "range" else {"kind": kind}


def _terms(found: Iterable[Any]) -> list[dict[str, str]]:
    return [{"slug": term.slug, "name": term.name} for term in found]


def _named(row: Any, schema: type[Schema]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields}
