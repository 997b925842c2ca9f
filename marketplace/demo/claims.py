"""Applies for the demo's demands, and answers some applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.claims.actions import accept_claim, decline_claim, submit_claim, withdraw_claim
from marketplace.claims.answers import ask_details
from marketplace.claims.models import Claim
from marketplace.core.canonical import digest
from marketplace.demo import people
from marketplace.demo.cooperations import load_cooperation
from marketplace.demo.past import days_ago
from marketplace.listings.models import Capability, Demand

if TYPE_CHECKING:
    from marketplace.demo.content import Row
    from marketplace.demo.listings import Names

_ANSWER_AFTER_DAYS = 1.0
_DESPITE = "示例：经办人已当面核对证照原件，信用名录查询结果待补录。"


def load_claim(row: Row, names: Names) -> bool:
    """Bring an application into the state that its text asks for; False where it exists."""
    demand = Demand.objects.get(lifecycle__source_digest=digest(["demo", row["demand"]]))
    firm = names.organisations[row["firm"]]
    if Claim.objects.filter(demand=demand, firm=firm).exists():
        return False
    ago = float(row.get("days_ago") or 0)
    with days_ago(ago):
        claim = submit_claim(
            demand,
            firm=firm,
            by=people.writer_of(row["firm"]),
            pitch=row["pitch"],
            contact_name=row["contact_name"],
            contact_phone=row["phone"],
            capability=_capability(row),
        )
    answered = max(ago - _ANSWER_AFTER_DAYS, ago / 2)
    with days_ago(answered):
        claim = _answer(claim, row)
    load_cooperation(claim, row, ago=answered)
    return True


def _capability(row: Row) -> Capability | None:
    if not row.get("capability"):
        return None
    source = digest(["demo", row["capability"]])
    capability: Capability = Capability.objects.get(lifecycle__source_digest=source)
    return capability


def _answer(claim: Claim, row: Row) -> Claim:
    lifecycle = claim.demand.lifecycle
    officer = people.officer_of(lifecycle)
    reason = row.get("reason") or ""
    if row["state"] == "accepted":
        return accept_claim(claim, by=officer, reason=reason, despite=_DESPITE)
    if row["state"] == "declined":
        return decline_claim(claim, by=officer, reason=reason)
    if row["state"] == "withdrawn":
        return withdraw_claim(claim, by=claim.submitted_by)
    if row["state"] == "details":
        return ask_details(claim, by=officer, reason=reason)
    return claim
