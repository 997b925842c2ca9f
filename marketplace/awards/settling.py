"""Making an award final: after the notice, without an open objection, with sound credit facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.awards import permissions
from marketplace.awards.noticing import (
    end_notice,
    locked_notice,
    move_challenge,
    record_notice,
)
from marketplace.challenges.actions import require
from marketplace.claims.permissions import gates_between, is_eligible
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.gates import Answer
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.awards.models import ResultNotice
    from marketplace.core.refusals import Message
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation


@transaction.atomic
def settle_notice(notice: ResultNotice, *, by: User) -> ResultNotice:
    """Award to the proposed candidates.

    Refusal while the notice is on show, an objection to any notice of the challenge is open, or a
    condition of a proposed candidate is not met now; what is unknown is not met.
    """
    notice = locked_notice(notice)
    now = clock.now()
    require(permissions.may_settle_notice(anew(by), notice, at=now))
    _refuse_unsound(notice, at=now)
    end_notice(notice, "settle", by=by)
    move_challenge(notice.challenge, "award")
    return record_notice("result_notice_settled", notice, by=by)


def _refuse_unsound(notice: ResultNotice, *, at: datetime) -> None:
    for candidate in notice.candidates.all():
        if not candidate.is_proposed:
            continue
        firm = candidate.bid.firm
        if fault := _fault_of(firm, notice.challenge.demand, at=at):
            reason = _("{firm} does not meet a condition now: {reason}")
            raise Refusal(format_lazy(reason, firm=firm.name, reason=fault), code="not_eligible")


def _fault_of(firm: Organisation, demand: Demand, *, at: datetime) -> Message:
    """Return why a firm may not be awarded now; credit that nobody checked is no pass."""
    decision = is_eligible(demand, firm, at=at)
    if not decision:
        return decision.reason
    for gate in gates_between(demand, firm, at=at):
        if gate.code.startswith("credit:") and gate.answer != Answer.MET:
            return format_lazy("{label}：{fact}", label=gate.label, fact=gate.fact)
    return ""
