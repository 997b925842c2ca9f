"""Where a person stands with a demand: their firms, what each may do, what it has done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from marketplace.claims.models import Claim
from marketplace.claims.permissions import APPLICANT, gates_between, may_claim
from marketplace.listings.facts import held_rows
from marketplace.organisations.models import Kind
from marketplace.organisations.permissions import organisations_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.core.decisions import Decision
    from marketplace.listings.gates import Gate
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class FirmStanding:
    """A firm that a person applies for: whether it may now, its gates, and its newest claim."""

    firm: Organisation
    decision: Decision
    gates: tuple[Gate, ...]
    claim: Claim | None


def standings(user: Any, demand: Demand, *, at: datetime) -> list[FirmStanding]:
    """Return how each of a person's firms stands with a demand, those that may apply first.

    Firms are the organisations in which the person may apply; departments apply for nothing.
    """
    firms = [firm for firm in organisations_of(user, APPLICANT) if firm.kind != Kind.AGENCY]
    held = Prefetch("qualifications", held_rows())
    prefetch_related_objects(firms, held, "credit_facts")
    newest = _newest_claims(demand, firms)
    found = [
        FirmStanding(
            firm=firm,
            decision=may_claim(user, demand, firm=firm, at=at),
            gates=gates_between(demand, firm, at=at),
            claim=newest.get(firm.pk),
        )
        for firm in firms
    ]
    return sorted(found, key=lambda one: not one.decision.allowed)


def public_count(demand: Demand, *, at: datetime) -> int | None:
    """Return how many applied, or None where the path keeps that unsaid before the close."""
    if demand.is_quiet and demand.lifecycle.phase_at(at) != "closed":
        return None
    return Claim.objects.filter(demand=demand).exclude(state=Claim.State.WITHDRAWN).count()


def _newest_claims(demand: Demand, firms: list[Organisation]) -> dict[int, Claim]:
    rows = Claim.objects.filter(demand=demand, firm__in=firms).order_by("submitted_at", "pk")
    return {claim.firm_id: claim for claim in rows}
