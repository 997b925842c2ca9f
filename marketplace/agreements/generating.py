"""The first version of an agreement: filled from the opened bid that was awarded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.agreements.defaults import ON_SIGNING, plan_of, terms_of
from marketplace.agreements.models import (
    Agreement,
    Clause,
    Installment,
    Milestone,
    Partner,
    Promise,
)
from marketplace.agreements.noting import keep_version, note, time_to_act
from marketplace.bids.proposals import indicators_of
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from marketplace.awards.models import Candidate
    from marketplace.challenges.models import Challenge

_USUAL: Final = timedelta(days=365)
"""How long an agreement runs where the demand wants no day of delivery."""
_CENT: Final = Decimal("0.01")


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
    milestones = Milestone.objects.bulk_create(_milestones(agreement))
    Promise.objects.bulk_create(_promises(agreement, by=milestones[-1]))
    Installment.objects.bulk_create(_installments(agreement, milestones))
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


def _milestones(agreement: Agreement) -> Iterator[Milestone]:
    plan = plan_of(is_staged=agreement.challenge.is_staged)
    days = (agreement.ends_on - agreement.starts_on).days
    for position, (title, _percent) in enumerate(plan, start=1):
        is_last = position == len(plan)
        yield Milestone(
            agreement=agreement,
            position=position,
            title=title,
            due_on=_day(agreement.starts_on, days * position // len(plan)),
            stage=position if agreement.challenge.is_staged else 1,
            is_gate=agreement.challenge.is_staged and not is_last,
        )


def _day(start: date, after: int) -> date:
    return start + timedelta(days=after)


def _promises(agreement: Agreement, *, by: Milestone) -> Iterator[Promise]:
    """Yield a promise for each indicator that the bid answered."""
    answers = {
        one["indicator"]: one["answer"]
        for one in agreement.candidate.bid.content.get("answers", ())
    }
    answered = [one for one in indicators_of(agreement.challenge) if answers.get(str(one))]
    for position, indicator in enumerate(answered, start=1):
        yield Promise(
            agreement=agreement,
            milestone=by,
            indicator=indicator,
            position=position,
            asked=str(indicator),
            method=indicator.method,
            answered=answers[str(indicator)],
            value=answers[str(indicator)],
        )


def _installments(agreement: Agreement, milestones: list[Milestone]) -> Iterator[Installment]:
    plan = plan_of(is_staged=agreement.challenge.is_staged)
    steps: list[tuple[str, int, Milestone | None]] = [(*ON_SIGNING, None)]
    for (title, percent), one in zip(plan, milestones, strict=True):
        steps.append((f"{title}通过后支付", percent, one))
    left, position = agreement.amount, 0
    for title, percent, milestone in steps:
        is_last = milestone is milestones[-1]
        amount = left if is_last else (agreement.amount * percent / 100).quantize(_CENT)
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
