"""Making an award final: after the notice, without an open objection, with sound credit facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.awards import permissions
from marketplace.awards.noticing import (
    end_notice,
    locked_notice,
    move_challenge,
    record_notice,
)
from marketplace.awards.soundness import refuse_unsound
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.awards.models import ResultNotice


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
        if candidate.is_proposed:
            refuse_unsound(candidate.bid.firm, notice.challenge.demand, at=at)
