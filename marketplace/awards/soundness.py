"""Whether a bidder meets the demand's conditions now, its credit facts among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.permissions import gates_between, is_eligible
from marketplace.core.refusals import Refusal
from marketplace.listings.gates import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.core.refusals import Message
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation


def refuse_unsound(firm: Organisation, demand: Demand, *, at: datetime) -> None:
    """Raise a Refusal where a condition is not met; what is unknown is not met."""
    if fault := _fault_of(firm, demand, at=at):
        reason = _("{firm} does not meet a condition now: {reason}")
        raise Refusal(format_lazy(reason, firm=firm.name, reason=fault), code="not_eligible")


def known_fault_of(firm: Organisation, demand: Demand, *, at: datetime) -> Message:
    """Return the condition that a bidder is known not to meet, or nothing."""
    decision = is_eligible(demand, firm, at=at)
    return "" if decision else decision.reason


def _fault_of(firm: Organisation, demand: Demand, *, at: datetime) -> Message:
    """Return why a firm may not be awarded now; credit that nobody checked is no pass."""
    if fault := known_fault_of(firm, demand, at=at):
        return fault
    for gate in gates_between(demand, firm, at=at):
        if gate.code.startswith("credit:") and gate.answer != Answer.MET:
            return format_lazy("{label}：{fact}", label=gate.label, fact=gate.fact)
    return ""
