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
    from collections.abc import Iterable
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


def standings(
    user: Any, demand: Demand, *, at: datetime, read: Iterable[Organisation] = ()
) -> list[FirmStanding]:
    """Return how each of a person's firms stands with a demand, those that may apply first.

    Firms are the organisations in which the person may apply; departments apply for nothing.
    `read` may hold some with their qualifications and credit facts, which are not read again.
    """
    known = {firm.pk: firm for firm in read}
    mine = [firm for firm in organisations_of(user, APPLICANT) if firm.kind != Kind.AGENCY]
    firms = [known.get(firm.pk, firm) for firm in mine]
    held = Prefetch("qualifications", held_rows())
    prefetch_related_objects(firms, held, "credit_facts")
    claims = _claims_by_firm(demand, firms)
    found = [
        FirmStanding(
            firm=firm,
            decision=may_claim(user, demand, firm=firm, at=at, claims=claims[firm.pk]),
            gates=gates_between(demand, firm, at=at),
            claim=claims[firm.pk][-1] if claims[firm.pk] else None,
        )
        for firm in firms
    ]
    return sorted(found, key=lambda one: not one.decision.allowed)


def public_count(demand: Demand, *, at: datetime) -> int | None:
    """Return how many applied, or None where the path keeps that unsaid before the close."""
    if demand.is_quiet and demand.lifecycle.phase_at(at) != "closed":
        return None
    return Claim.objects.filter(demand=demand).exclude(state=Claim.State.WITHDRAWN).count()


def _claims_by_firm(demand: Demand, firms: list[Organisation]) -> dict[int, list[Claim]]:
    """Return what each firm sent for a demand, the newest last."""
    found: dict[int, list[Claim]] = {firm.pk: [] for firm in firms}
    for claim in Claim.objects.filter(demand=demand, firm__in=firms).order_by("submitted_at", "pk"):
        found[claim.firm_id].append(claim)
    return found
