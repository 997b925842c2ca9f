"""Bidders who are asked whether they stand by their bids: reminded on the last day, then lapsed.

The clock starts the job every minute. Each step is done under the lifecycle's lock, so that it
happens once, whatever runs how often.
"""

from __future__ import annotations

from django.db import transaction

from marketplace.awards.models import Succession
from marketplace.awards.succeeding import let_lapse, locked_succession, note
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.clock_jobs import each_alone, every


@every(seconds=60, name="successions")
def prompt_for_answers() -> None:
    """Remind of the answers that are due today, and let lapse what nobody answered in time."""
    waiting = Succession.objects.filter(state=Succession.State.ASKED).for_rows()
    each_alone(waiting.order_by("answer_by"), prompt)


@transaction.atomic
def prompt(succession: Succession) -> str:
    """Remind or let lapse if it is time and nobody has; return the kind of entry, or nothing."""
    fresh = locked_succession(succession)
    now = clock.now()
    if fresh.is_late_at(now):
        let_lapse(fresh)
        return "succession_lapsed"
    until = fresh.answers_until
    if fresh.state != fresh.State.ASKED or until is None or fresh.reminded_at is not None:
        return ""
    if morning_of(until) > now:
        return ""
    fresh.reminded_at = now
    fresh.save(update_fields=["reminded_at"])
    note("succession_due_today", fresh, by=None)
    return "succession_due_today"
