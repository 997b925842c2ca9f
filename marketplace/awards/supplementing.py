"""The supplementary notice: the next in the ranking on show, as long and as open as the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.awards import succession_permissions as permissions
from marketplace.awards.models import Candidate, ResultNotice
from marketplace.awards.noticing import move_challenge, record_notice
from marketplace.awards.soundness import refuse_unsound
from marketplace.awards.succeeding import locked_succession
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.awards.models import Succession

STATEMENT: Final = (
    "原揭榜结果不再执行，现按照本榜单规则和评审名次依次递补，将评审名次第{rank}名的{firm}"
    "作为拟揭榜单位予以补充公示。该单位已确认按其揭榜方案及报价履行，方案内容不变，评审名次和评分不变。"
)
"""What every supplementary notice says: how it came about, and nothing of why."""


@transaction.atomic
def show_supplement(succession: Succession, *, by: User) -> ResultNotice:
    """Put the bidder that stands by its bid on show; objections are taken from now on.

    The earlier award stays readable. Refusal while a condition is not met or not known.
    """
    succession = locked_succession(succession)
    require(permissions.may_show(anew(by), succession))
    now = clock.now()
    refuse_unsound(succession.firm, succession.challenge.demand, at=now)
    earlier = _superseded(succession, by=by)
    notice = ResultNotice(
        challenge=succession.challenge,
        workdays=earlier.workdays,
        ranking=earlier.ranking,
        statement=statement_of(succession),
        drafted_by=succession.named_by,
        drafted_at=now,
    )
    notice.show(by=by, at=now)
    notice.save()
    _put_candidates(notice, succession, earlier=earlier)
    succession.supplement = notice
    succession.save(update_fields=["supplement"])
    move_challenge(succession.challenge, "supplement")
    return record_notice("result_notice_shown", notice, by=by)


def statement_of(succession: Succession) -> str:
    """Return what the supplementary notice of a bidder says."""
    return STATEMENT.format(rank=succession.rank, firm=succession.firm.name)


def restore_award(supplement: ResultNotice, *, by: User) -> None:
    """Let the earlier award be the last again, under the lock, once its supplement is cancelled."""
    earlier: ResultNotice = ResultNotice.objects.for_rows().get(pk=supplement.succession.notice_id)
    earlier.restore()
    earlier.save(update_fields=["state", "superseded_at"])
    data = {"demand": supplement.challenge.demand_id}
    record("result_notice_restored", earlier, actor=by, data=data)


def _superseded(succession: Succession, *, by: User) -> ResultNotice:
    earlier: ResultNotice = ResultNotice.objects.for_rows().get(pk=succession.notice_id)
    earlier.supersede(at=clock.now())
    earlier.save(update_fields=["state", "superseded_at"])
    data = {"demand": succession.challenge.demand_id}
    record("result_notice_superseded", earlier, actor=by, data=data)
    return earlier


def _put_candidates(notice: ResultNotice, succession: Succession, *, earlier: ResultNotice) -> None:
    """Repeat the whole ranking, so that the page says nothing of any other bidder."""
    Candidate.objects.bulk_create(
        Candidate(
            notice=notice,
            bid=one.bid,
            rank=one.rank,
            is_proposed=one.bid_id == succession.bid_id,
            remark=one.remark,
        )
        for one in earlier.candidates.all()
    )
