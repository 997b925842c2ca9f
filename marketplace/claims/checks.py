"""What is known of an applicant and its partners: kept with a version, asked at the acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from marketplace.claims.permissions import gates_between, partner_gates
from marketplace.claims.versions import version_of
from marketplace.listings.gates import Answer
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from marketplace.claims.models import Claim, ClaimVersion
    from marketplace.listings.gates import Gate

    Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """An organisation with its gates, judged or kept; `is_lead` for the applicant itself."""

    name: str
    gates: tuple[Any, ...]
    is_lead: bool = False


def checks_of(claim: Claim, partners: Iterable[Organisation], *, at: datetime) -> list[Checked]:
    """Return what an applicant and its partners meet, fail or have not shown at an instant."""
    own = gates_between(claim.demand, claim.firm, capability=claim.capability, at=at)
    beside = [Checked(one.name, partner_gates(one, at=at)) for one in partners]
    return [Checked(claim.firm.name, own, is_lead=True), *beside]


def checks_now(claim: Claim, *, at: datetime) -> list[Checked]:
    """Return the checks of a claim at an instant, with the partners of its present version."""
    return checks_of(claim, partners_in(version_of(claim).application), at=at)


def partners_in(application: Mapping[str, Any]) -> list[Organisation]:
    """Return the partners that an application names, by their credit codes."""
    codes = [one["credit_code"] for one in application.get("partners", ())]
    return list(Organisation.objects.filter(credit_code__in=codes).order_by("pk")) if codes else []


def kept(checks: Iterable[Checked]) -> list[Kept]:
    """Return checks as plain values that stand with a version, in the portal's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            {
                "name": one.name,
                "is_lead": one.is_lead,
                "gates": [_plain(gate) for gate in one.gates],
            }
            for one in checks
        ]


def checks_kept(version: ClaimVersion) -> list[Checked]:
    """Return the checks that were kept with a version; none of versions older than them."""
    return [
        Checked(one["name"], tuple(one["gates"]), is_lead=one["is_lead"]) for one in version.checks
    ]


def unmet(checks: Iterable[Checked]) -> list[Checked]:
    """Return the binding gates that are not met: unknown is not a pass, and a failure is none."""
    found = [
        Checked(
            one.name,
            tuple(gate for gate in one.gates if gate.binding and gate.answer is not Answer.MET),
            is_lead=one.is_lead,
        )
        for one in checks
    ]
    return [one for one in found if one.gates]


def codes_of(checks: Iterable[Checked]) -> list[str]:
    """Return the codes of gates, each once, as an entry holds them."""
    return sorted({gate.code for one in checks for gate in one.gates})


def _plain(gate: Gate) -> Kept:
    return {
        "code": gate.code,
        "label": str(gate.label),
        "answer": str(gate.answer),
        "fact": str(gate.fact),
        "binding": gate.binding,
    }
