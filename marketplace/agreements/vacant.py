"""Awarded places that became vacant because no agreement came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.agreements.models import Agreement, AgreementState
from marketplace.awards.vacancies import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def places_lost(challenges: Sequence[int]) -> Iterator[Loss]:
    """Yield the awards whose agreement ended unsigned, each with the reason of its end."""
    rows = Agreement.objects.filter(challenge__in=challenges, state=AgreementState.ENDED)
    for one in rows.for_rows():
        if one.ended_at is not None:
            yield Loss(one.challenge_id, one.candidate.bid_id, one.ended_at, str(one.end_reason))
