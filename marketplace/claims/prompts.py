"""The promise of a first answer: a reminder on the due day, then the escalation (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and leaves a
row that is unique for claim and kind, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.claims.actions import locked
from marketplace.claims.models import AnswerPrompt, Claim, PromptKind
from marketplace.claims.people import approvers_told
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.clock_jobs import every
from marketplace.journal.record import record
from marketplace.listings.models import SupervisingApprovalTask

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation

logger = logging.getLogger(__name__)

_DAY: Final = timedelta(days=1)
_AT_ONCE: Final = 200
"""How many claims a run looks at for each kind; the next run goes on."""

ENTRY: Final = {
    PromptKind.REMINDED: "claim_answer_reminded",
    PromptKind.OVERDUE: "claim_overdue",
}


@every(seconds=60, name="claim_answers")
def prompt_for_answers() -> None:
    """Remind of the first answers that are due today, and escalate those that are late."""
    now = clock.now()
    late = {"answer_due__lte": now}
    today = {"answer_due__gt": now, "answer_due__lte": now + _DAY}
    for kind, due in ((PromptKind.OVERDUE, late), (PromptKind.REMINDED, today)):
        waiting = Claim.objects.unanswered().filter(**due).exclude(prompts__kind=kind)
        for claim in waiting.select_related("demand__lifecycle").order_by("pk")[:_AT_ONCE]:
            if _due_kind(claim, now) == kind:
                _prompt_alone(claim, kind)


@transaction.atomic
def prompt(claim: Claim, kind: str) -> AnswerPrompt | None:
    """Remind or escalate, if it is time, the claim still waits, and nobody has done so."""
    claim = locked(claim)
    now = clock.now()
    if not claim.waits_for_first_answer or _due_kind(claim, now) != kind:
        return None
    supervisor = supervisor_of(claim.demand) if kind == PromptKind.OVERDUE else None
    made, is_new = AnswerPrompt.objects.get_or_create(
        claim=claim, kind=kind, defaults={"at": now, "supervisor": supervisor}
    )
    if not is_new:
        return None
    if kind == PromptKind.OVERDUE:
        made.approvers.set(approvers_told(claim))
    record(ENTRY[PromptKind(kind)], claim, actor=None, data={"demand": claim.demand_id})
    return made


def supervisor_of(demand: Demand) -> Organisation | None:
    """Return the department that supervises an owner's demands, as staff set up its approvals."""
    workflow = demand.get_workflow()
    if workflow is None:
        return None
    task = (
        SupervisingApprovalTask.objects.filter(active=True, workflow_tasks__workflow=workflow)
        .select_related("organisation")
        .order_by("workflow_tasks__sort_order")
        .first()
    )
    return task.organisation if task else None


def _due_kind(claim: Claim, now: datetime) -> str:
    if claim.answer_due <= now:
        return PromptKind.OVERDUE
    return PromptKind.REMINDED if morning_of(claim.answer_due) <= now else ""


def _prompt_alone(claim: Claim, kind: str) -> None:
    """Do one; a claim that fails holds up no other."""
    try:
        prompt(claim, kind)
    except Exception:
        logger.exception("claim %s was not prompted for", claim.pk)
