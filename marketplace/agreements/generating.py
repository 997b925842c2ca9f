"""The first version of an agreement: filled from the opened bid that was awarded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from marketplace.agreements.defaults import terms_of
from marketplace.agreements.models import (
    Agreement,
    Clause,
    Installment,
    Milestone,
    Partner,
    Promise,
)
from marketplace.agreements.noting import keep_version, note, time_to_act
from marketplace.agreements.planning import planned
from marketplace.bids.proposals import indicators_of
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.agreements.planning import Planned
    from marketplace.awards.models import Candidate
    from marketplace.challenges.models import Challenge
    from marketplace.listings.models import Indicator

_USUAL: Final = timedelta(days=365)
"""How long an agreement runs where the demand wants no day of delivery."""
_CENT: Final = Decimal("0.01")
_ON_SIGNING: Final = "任务书签订后支付"


@transaction.atomic
def draft_agreement(candidate: Candidate) -> Agreement:
    """Return the agreement of an awarded candidate, drafted from its bid the first time.

    Days and payments are suggestions that the officer checks before offering it.
    """
    challenge = locked(candidate.notice.challenge)
    found: Agreement | None = Agreement.objects.for_rows().filter(candidate=candidate).first()
    if found is not None:
        return found
    agreement = _begun(candidate, challenge, at=clock.now())
    Partner.objects.bulk_create(_partners(agreement))
    months = {one: said["month"] for one, said in _answers(agreement).items() if "month" in said}
    plan = planned(agreement, months)
    milestones = Milestone.objects.bulk_create(_milestones(agreement, plan))
    Promise.objects.bulk_create(_promises(agreement, plan, milestones=milestones))
    Installment.objects.bulk_create(_installments(agreement, plan, milestones=milestones))
    Clause.objects.bulk_create(_clauses(agreement))
    version = keep_version(agreement, by=None)
    return note("agreement_drafted", agreement, by=None, version=version.number)


def _begun(candidate: Candidate, challenge: Challenge, *, at: datetime) -> Agreement:
    today = at.astimezone(SHANGHAI).date()
    wanted = challenge.demand.delivery_on
    content = candidate.bid.content
    agreement = Agreement(
        challenge=challenge,
        candidate=candidate,
        starts_on=today,
        ends_on=wanted if wanted and wanted > today else today + _USUAL,
        amount=Decimal(content.get("public_money", 0)),
        own_money=Decimal(content.get("own_money", 0)),
        drafted_at=at,
    )
    agreement.due_at = time_to_act(agreement, at=at)
    agreement.save()
    return agreement


def _partners(agreement: Agreement) -> Iterator[Partner]:
    parts = {
        one["credit_code"]: one["part"]
        for one in agreement.candidate.bid.content.get("partners", ())
    }
    bodies = Organisation.objects.filter(credit_code__in=[code for code in parts if code])
    for body in bodies.order_by("pk"):
        yield Partner(agreement=agreement, organisation=body, part=parts[body.credit_code or ""])


def _milestones(agreement: Agreement, plan: Sequence[Planned]) -> Iterator[Milestone]:
    stage = 1
    for position, one in enumerate(plan, start=1):
        is_gate = agreement.challenge.is_staged and one.is_of_plan and position < len(plan)
        yield Milestone(
            agreement=agreement,
            position=position,
            title=one.title,
            due_on=one.due_on,
            stage=stage,
            is_gate=is_gate,
        )
        stage += is_gate


def _answers(agreement: Agreement) -> dict[Indicator, dict[str, Any]]:
    """Return what the bid answered to each indicator that it answered."""
    content = agreement.candidate.bid.content
    said = {one["indicator"]: one for one in content.get("answers", ())}
    return {
        one: said[str(one)]
        for one in indicators_of(agreement.challenge)
        if said.get(str(one), {}).get("answer")
    }


def _promises(
    agreement: Agreement, plan: Sequence[Planned], *, milestones: Sequence[Milestone]
) -> Iterator[Promise]:
    """Yield a promise for each indicator that the bid answered, by the milestone of its day."""
    by = {
        key: milestone
        for one, milestone in zip(plan, milestones, strict=True)
        for key in one.indicators
    }
    for position, (indicator, said) in enumerate(_answers(agreement).items(), start=1):
        yield Promise(
            agreement=agreement,
            milestone=by.get(indicator.pk, milestones[-1]),
            indicator=indicator,
            position=position,
            asked=str(indicator),
            method=indicator.method,
            answered=said["answer"],
            value=said["answer"],
        )


def _installments(
    agreement: Agreement, plan: Sequence[Planned], *, milestones: Sequence[Milestone]
) -> Iterator[Installment]:
    """Yield the payments: on signing, after each milestone with a share, the rest at the end."""
    signing = terms_of(agreement.challenge.programme).signing_percent
    steps: list[tuple[str, int, Milestone | None]] = [
        (_ON_SIGNING, signing, None),
        *(
            (f"{one.title}通过后支付", one.paid_percent, milestone)
            for one, milestone in zip(plan, milestones, strict=True)
        ),
    ]
    left, position = agreement.amount, 0
    for title, percent, milestone in steps:
        is_last = milestone is milestones[-1]
        share = min(left, (agreement.amount * percent / 100).quantize(_CENT))
        amount = left if is_last else share
        left -= amount
        if amount > 0:
            position += 1
            yield Installment(
                agreement=agreement,
                milestone=milestone,
                position=position,
                title=title,
                amount=amount,
            )


def _clauses(agreement: Agreement) -> Iterator[Clause]:
    standard = terms_of(agreement.challenge.programme).clauses.order_by("sort_order", "pk")
    for position, one in enumerate(standard, start=1):
        yield Clause(agreement=agreement, position=position, title=one.title, text=one.text)
