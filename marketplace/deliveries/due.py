"""Days of milestones and of checks: warnings, reminders, and what is late is passed up (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and leaves a
row that is unique for checkpoint, kind and day, so that it happens once, whatever runs how often;
a day that a change moved is told anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.claims.prompts import supervisor_of
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI, due_after
from marketplace.deliveries.delays import CHECK_DAYS, Prompting, prompting_at
from marketplace.deliveries.models import About, Checkpoint, CheckpointState, Prompt
from marketplace.deliveries.noting import locked_checkpoint, note
from marketplace.deliveries.permissions import gate_before
from marketplace.journal.clock_jobs import each_alone, every

if TYPE_CHECKING:
    from datetime import date, datetime


@every(seconds=60, name="deliveries")
def prompt_for_checkpoints() -> None:
    """Tell of milestones and checks whose day comes, is here or is past."""
    now = clock.now()
    waiting = Checkpoint.objects.waiting().for_rows().order_by("milestone__due_on")
    each_alone((one for one in waiting if _is_due(one, now)), prompt)


@transaction.atomic
def prompt(checkpoint: Checkpoint) -> Prompt | None:
    """Tell of a checkpoint's day if it is time and nobody has; a gate that is open holds it up."""
    checkpoint = locked_checkpoint(checkpoint)
    now = clock.now()
    about, day = about_and_day(checkpoint)
    kind = _kind_due(about, day, at=now)
    if not kind or checkpoint.has_settled or not checkpoint.delivery.is_running:
        return None
    if gate_before(checkpoint) is not None:
        return None
    escalates = kind == Prompting.ESCALATED
    made, is_new = Prompt.objects.get_or_create(
        checkpoint=checkpoint,
        about=about,
        kind=kind,
        day=day,
        defaults={
            "at": now,
            "supervisor": supervisor_of(checkpoint.delivery.demand) if escalates else None,
        },
    )
    if not is_new:
        return None
    note(f"{about}_{kind}", checkpoint, of=checkpoint.delivery, by=None, day=day.isoformat())
    return made


def about_and_day(checkpoint: Checkpoint) -> tuple[About, date]:
    """Return what a checkpoint waits for, and on which day that is due."""
    if checkpoint.state == CheckpointState.SUBMITTED and checkpoint.submitted_at is not None:
        due = due_after(checkpoint.submitted_at, CHECK_DAYS)
        return About.CHECK, due.astimezone(SHANGHAI).date()
    return About.MILESTONE, checkpoint.milestone.due_on


def _is_due(checkpoint: Checkpoint, now: datetime) -> bool:
    """Return whether there is something to tell that nobody was told."""
    about, day = about_and_day(checkpoint)
    kind = _kind_due(about, day, at=now)
    return bool(kind) and not checkpoint.prompts.filter(about=about, kind=kind, day=day).exists()


def _kind_due(about: About, day: date, *, at: datetime) -> str:
    """Return what is told now; of a check that is not due yet, nothing."""
    kind = prompting_at(day, at)
    return "" if about == About.CHECK and kind == Prompting.WARNED else kind
