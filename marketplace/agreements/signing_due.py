"""Agreements that nobody signed within the programme's days: told once, and people decide.

The owner is reminded that it may end the agreement and name the next in the ranking, and the
supervising department (督办) hears of it. Nothing ends by itself: an award is no one's to lose by
the clock, and whether the delay is the firm's or the owner's is a judgement that has a reason and a
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.agreements.models import Agreement, Terms
from marketplace.agreements.noting import locked_agreement, note
from marketplace.claims.prompts import supervisor_of
from marketplace.core import clock
from marketplace.core.workdays import due_after
from marketplace.journal.clock_jobs import each_alone, every

if TYPE_CHECKING:
    from datetime import datetime


@every(seconds=60, name="unsigned_agreements")
def prompt_for_signatures() -> None:
    """Tell of the agreements whose days to be signed are over."""
    now = clock.now()
    waiting = Agreement.objects.unsigned().filter(unsigned_told_at__isnull=True)
    each_alone([one for one in waiting.for_rows() if is_unsigned_at(one, now)], tell)


@transaction.atomic
def tell(agreement: Agreement) -> bool:
    """Tell that an agreement was not signed in time, if it is so and nobody was told."""
    fresh = locked_agreement(agreement)
    now = clock.now()
    if fresh.unsigned_told_at is not None or not is_unsigned_at(fresh, now):
        return False
    fresh.unsigned_told_at = now
    fresh.save(update_fields=["unsigned_told_at"])
    supervisor = supervisor_of(fresh.challenge.demand)
    note("agreement_unsigned", fresh, by=None, supervisor=supervisor.pk if supervisor else None)
    return True


def sign_by(agreement: Agreement) -> datetime:
    """Return until when an agreement should be signed, as holidays are known now."""
    terms = Terms.objects.filter(programme=agreement.challenge.programme_id).first() or Terms()
    return due_after(agreement.drafted_at, terms.sign_workdays)


def is_unsigned_at(agreement: Agreement, instant: datetime) -> bool:
    """Return whether an agreement should have been signed by an instant and is not."""
    return agreement.is_open and instant >= sign_by(agreement)
