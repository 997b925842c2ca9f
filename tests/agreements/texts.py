"""An agreement as an officer's form holds it, to be changed by a test."""

from __future__ import annotations

from typing import Any

from marketplace.agreements.models import Agreement
from marketplace.agreements.texts import (
    AgreementText,
    ClauseText,
    InstallmentText,
    MilestoneText,
    PromiseText,
)


def text_of(agreement: Agreement, **changes: Any) -> AgreementText:
    """Return what an agreement says now, with some of it changed."""
    names = {one.pk: f"milestone-{one.position}" for one in agreement.milestones.all()}
    said: dict[str, Any] = {
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "amount": agreement.amount,
        "own_money": agreement.own_money,
        "is_public": agreement.is_public,
        "milestones": [
            MilestoneText(
                name=names[one.pk], title=one.title, due_on=one.due_on, is_gate=one.is_gate
            )
            for one in agreement.milestones.all()
        ],
        "promises": [
            PromiseText(
                name=f"promise-{one.position}",
                key=one.pk,
                value=one.value,
                milestone=names[one.milestone_id],
            )
            for one in agreement.promises.all()
        ],
        "installments": [
            InstallmentText(
                name=f"installment-{one.position}",
                title=one.title,
                amount=one.amount,
                milestone=names.get(one.milestone_id or 0, ""),
            )
            for one in agreement.installments.all()
        ],
        "clauses": [
            ClauseText(name=f"clause-{one.position}", title=one.title, text=one.text)
            for one in agreement.clauses.all()
        ],
    }
    return AgreementText(**{**said, **changes})
