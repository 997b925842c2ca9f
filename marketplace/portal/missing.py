"""Which missing facts stand between a person's firms and the demands that they fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch

from marketplace.claims.permissions import gates_between
from marketplace.listings.gates import Answer
from marketplace.matches.models import Level, Match, Side
from marketplace.portal.rows import capabilities_to_match, demands_to_match
from marketplace.portal.second_look import CostsShown, costs_shown
from search.conditions import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.listings.gates import Text

_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not met, and what nobody has shown, with the demands that each stands before."""

    failed: CostsShown | None
    unknown: CostsShown | None


def missing_facts(person: User, *, now: datetime) -> Missing:
    """Return what stands between a person's firms and the public demands that they fit.

    The demands are those of recorded matches in force that fit well; the conditions are asked anew.
    """
    rows = Match.objects.on_side(Side.CAPABILITY, person).in_force(now)
    found = rows.filter(fits=True, level__in=[Level.STRONG, Level.FAIR]).prefetch_related(
        Prefetch("demand", demands_to_match()), Prefetch("capability", capabilities_to_match())
    )
    stood = [
        (
            one.demand_id,
            gates_between(
                one.demand, one.capability.lifecycle.owner, capability=one.capability, at=now
            ),
        )
        for one in found[:_MOST]
    ]
    labels: dict[str, Text] = {gate.code: gate.label for _demand, gates in stood for gate in gates}
    failed, unknown = (
        costs_shown([standing_of(demand, gates, unmet=unmet) for demand, gates in stood], labels)
        for unmet in (Answer.FAILED, Answer.UNKNOWN)
    )
    return Missing(failed, unknown)
