"""Awards that came to nothing, and who is named next, as far as a test needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.agreements.models import EndReason
from marketplace.awards import succeeding, supplementing
from marketplace.awards.models import ResultNotice, Succession
from marketplace.awards.vacancies import Vacancy, vacancy_of
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from tests.agreements.factories import SigningTable
from tests.awards.factories import again as again_notice
from tests.awards.factories import end_days_of

WHY = "第一名放弃签约，按榜单规则递补。"


class Gap:
    """A challenge whose awarded firms signed no agreement, with the people concerned."""

    def __init__(self, *, bids: int = 3, proposed: int = 1, is_lost: bool = True, **rules: Any):
        """Award the first bids, and let their agreements have ended unless they are to stand."""
        self.table = SigningTable(bids=bids, proposed=proposed, **rules)
        self.officer: User = self.table.officer
        self.approver: User = self.table.approver
        self.judge: User = self.table.court.judge
        self.bidders: list[User] = self.table.court.bidders
        self.bids: list[Bid] = self.table.court.bids
        self.first: ResultNotice = self.table.notice
        for rank in range(1, proposed + 1) if is_lost else ():
            self.lose(rank)

    def lose(self, rank: int = 1, *, notice: ResultNotice | None = None) -> None:
        """Let the agreement of a rank have ended without a signature, as its row alone."""
        if notice is not None:
            self.table.notice = notice
        agreement = self.table.drafted(rank)
        reason = EndReason.objects.get(code="firm_declined")
        agreement.end(by=self.officer, at=clock.now(), reason=reason, note="")
        agreement.save()

    @property
    def challenge(self) -> Challenge:
        """Return it as it is now."""
        return self.table.challenge

    @property
    def vacancy(self) -> Vacancy:
        """Return the award that came to nothing."""
        found = vacancy_of(self.challenge)
        assert found is not None
        return found

    @property
    def next_rank(self) -> int | None:
        """Return the rank that may be named now."""
        found = vacancy_of(self.challenge)
        return found.next.rank if found and found.next else None

    def named(self, *, by: User | None = None, rank: int = 2, reason: str = WHY) -> Succession:
        """Return a rank named next, by the officer unless somebody else does."""
        seen = self.bids[rank - 1].pk
        return succeeding.name_next(self.challenge, by=by or self.officer, reason=reason, seen=seen)

    def asked(self, rank: int = 2) -> Succession:
        """Return a rank that was named and asked."""
        return succeeding.ask_next(self.named(rank=rank), by=self.approver)

    def stood(self, rank: int = 2) -> Succession:
        """Return a rank that stands by its bid."""
        return succeeding.stand_by_bid(self.asked(rank), by=self.bidders[rank - 1])

    def shown(self, rank: int = 2) -> ResultNotice:
        """Return the supplementary notice of a rank on show."""
        return supplementing.show_supplement(self.stood(rank), by=self.approver)

    def over(self, rank: int = 2) -> ResultNotice:
        """Return the supplementary notice of a rank whose days are over."""
        notice = self.shown(rank)
        end_days_of(notice)
        return again_notice(notice)


def again(succession: Succession) -> Succession:
    """Return it read anew."""
    found: Succession = Succession.objects.for_rows().get(pk=succession.pk)
    return found


def move_to(instant: Any, **more: int) -> None:
    """Let the clock stand so long after an instant."""
    clock.shift(timedelta())
    clock.shift(instant + timedelta(**more) - clock.now())
