"""Recorded matches with the people of both sides."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import User
from marketplace.listings.models import Capability, Demand
from marketplace.matches.actions import dismiss_match
from marketplace.matches.models import Match, Side
from marketplace.matches.recording import Found, record_matches
from marketplace.organisations.models import Role
from tests.claims.factories import capability_of, open_demand, person_of
from tests.factories import OrganisationFactory


def explanation(**changes: Any) -> dict[str, Any]:
    """Return why a pair fits, as plain values."""
    point = {"number": 1, "text": "积水预报", "weight": 0.5, "demand": [], "capability": []}
    missing = {"number": 2, "text": "泵站联动", "weight": 0.2, "demand": [], "capability": []}
    gate = {"code": "verified", "label": "已认证单位", "answer": "met", "fact": "", "binding": True}
    return {
        "total": 71.5,
        "level": "strong",
        "covered": [point],
        "partly": [],
        "missing": [missing],
        "gates": [gate],
        "versions": {"weights": "w1", "statistics": "s1"},
        **changes,
    }


def found(demand: Demand, capability: Capability, **changes: Any) -> Found:
    """Return what a computing says of a pair: a strong match unless told otherwise."""
    given = {"total": 71.5, "level": "strong", "explanation": explanation(), **changes}
    return Found(demand=demand.pk, capability=capability.pk, **given)


class Pair:
    """A recorded match, somebody who acts for either side, and a person of each who only reads."""

    def __init__(self, **content: Any) -> None:
        """Record the match."""
        self.demand = open_demand(**content)
        self.firm = OrganisationFactory()
        self.capability = capability_of(self.firm)
        self.position = 0
        self.officer: User = person_of(self.demand.lifecycle.owner, Role.EDITOR)
        self.bidder: User = person_of(self.firm, Role.BIDDER)
        self.record()

    @property
    def match(self) -> Match:
        """Return the match as it is now."""
        fresh: Match = Match.objects.for_rows().get(
            demand=self.demand.pk, capability=self.capability.pk
        )
        return fresh

    def record(self, *found_pairs: Found, listing: Demand | Capability | None = None) -> bool:
        """Record a later computing for the demand: the pair itself unless told otherwise."""
        self.position += 1
        return record_matches(
            listing or self.demand,
            found_pairs or [found(self.demand, self.capability)],
            position=self.position,
        )

    def person(self, side: str) -> User:
        """Return who acts for a side."""
        return self.officer if side == Side.DEMAND else self.bidder

    def dismissed(self, side: str = Side.DEMAND) -> Match:
        """Return the match, put aside by a side."""
        return dismiss_match(self.match, side=side, by=self.person(side), reason="规模不合适")
