"""Agreements on which nobody acts: a reminder on the due day, then the escalation (督办).

The clock starts the job every minute. Each step is done under the lifecycle's lock and stamps the
row, so that it happens once, whatever runs how often.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from marketplace.agreements.models import Agreement
from marketplace.agreements.noting import locked_agreement, note
from marketplace.core import clock
from marketplace.core.promises import due_stamp, stamped
from marketplace.journal.clock_jobs import each_alone, every

_ENTRY: Final = {"reminded_at": "agreement_due_today", "escalated_at": "agreement_overdue"}


@every(seconds=60, name="agreements")
def prompt_for_agreements() -> None:
    """Remind of the agreements that are to be acted on today, and escalate those that are late."""
    now = clock.now()
    waiting = Agreement.objects.unsigned().for_rows().order_by("due_at")
    each_alone([one for one in waiting if due_stamp(one, now, due_by=one.due_at)], prompt)


@transaction.atomic
def prompt(agreement: Agreement) -> str:
    """Remind or escalate if it is time and nobody has; return the kind of entry, or nothing."""
    fresh = locked_agreement(agreement)
    stamp = stamped(fresh, clock.now(), due_by=fresh.due_at)
    if not stamp:
        return ""
    kind = _ENTRY[stamp]
    note(kind, fresh, by=None)
    return kind
