"""What a version of an agreement says: plain values that stand for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.core.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.agreements.models import Agreement
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation

    Sheet = dict[str, Any]

_FORMAT: Final = 1
TASK: Final = ("approach", "team", "schedule")
"""The texts of the bid that become part of the agreement."""


def sheet_of(agreement: Agreement, *, number: int) -> Sheet:
    """Return what a version with a number says: the bid, the parts as they are, the parties.

    The random number of the agreement keeps a digest from being guessed.
    """
    demand, bid = agreement.challenge.demand, agreement.candidate.bid
    return {
        "format": _FORMAT,
        "agreement": agreement.number,
        "version": number,
        "programme": agreement.challenge.programme.name,
        "challenge": {"number": demand.lifecycle.number, "title": demand.title},
        "bid": {"receipt": bid.receipt, "commitment": bid.commitment},
        "parties": _parties(agreement),
        "task": {"goals": demand.goals, **{name: bid.content.get(name, "") for name in TASK}},
        "period": {"from": agreement.starts_on, "to": agreement.ends_on},
        "money": {
            "amount": agreement.amount,
            "own_money": agreement.own_money,
            "is_public": agreement.is_public,
        },
        "resources": _resources(demand),
        **_parts(agreement),
    }


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two sheets differ in nothing but the number of their version."""
    return _comparable(one) == _comparable(other)


def _comparable(sheet: Mapping[str, Any]) -> str:
    return canonical_json({key: value for key, value in sheet.items() if key != "version"})


def _parties(agreement: Agreement) -> Sheet:
    lifecycle = agreement.challenge.demand.lifecycle
    partners = agreement.partners.select_related("organisation")
    return {
        "owner": {**_body(lifecycle.owner), "unit": lifecycle.unit.name if lifecycle.unit else ""},
        "firm": _body(agreement.firm),
        "partners": [{**_body(one.organisation), "part": one.part} for one in partners],
    }


def _body(organisation: Organisation) -> Sheet:
    return {"name": organisation.name, "credit_code": organisation.credit_code or ""}


def _resources(demand: Demand) -> list[Sheet]:
    return [
        {
            "kind": one.kind.name,
            "text": one.text,
            "condition": one.condition,
            "access": one.access,
        }
        for one in demand.opened_resources.select_related("kind")
    ]


def _parts(agreement: Agreement) -> Sheet:
    milestones = list(agreement.milestones.order_by("position"))
    places = {one.pk: place for place, one in enumerate(milestones, start=1)}
    return {
        "milestones": [
            {
                "title": one.title,
                "due_on": one.due_on,
                "stage": one.stage,
                "is_gate": one.is_gate,
            }
            for one in milestones
        ],
        "promises": [
            {
                "asked": one.asked,
                "value": one.value,
                "answered": one.answered,
                "method": one.method,
                "milestone": places[one.milestone_id],
            }
            for one in agreement.promises.order_by("position")
        ],
        "installments": [
            {
                "title": one.title,
                "amount": one.amount,
                "milestone": places[one.milestone_id] if one.milestone_id else 0,
            }
            for one in agreement.installments.order_by("position")
        ],
        "clauses": [
            {"title": one.title, "text": one.text} for one in agreement.clauses.order_by("position")
        ],
    }
