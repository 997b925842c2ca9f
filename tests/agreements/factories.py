"""Agreements of awarded firms, as rows brought as far as a test needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.agreements.generating import draft_agreement
from marketplace.agreements.models import Agreement, Turn
from marketplace.agreements.noting import current_version
from marketplace.awards.models import Candidate, ResultNotice
from marketplace.bids.models import Bid
from marketplace.bids.proposals import indicators_of
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from tests.awards.factories import STATEMENT, Court

CONTENT: dict[str, Any] = {
    "approach": "多源融合感知与分布式避碰决策。",
    "team": "十二人团队，三个同类项目。",
    "schedule": "三个月样机，九个月海试。",
    "public_money": "1200000.00",
    "own_money": "600000.00",
    "partners": [],
}


class SigningTable:
    """A challenge whose award is final, with the agreement of the first firm and its people."""

    def __init__(self, *, bids: int = 2, proposed: int = 1, **rules: Any) -> None:
        """Award the first bids; each answers every indicator with 90 %."""
        self.court = Court(bids=bids, **{"parallel_teams": proposed, **rules})
        self.officer: User = self.court.officer
        self.approver: User = self.court.approver
        self.stranger: User = self.court.stranger
        self.firm = self.court.firms[0]
        self.bidder: User = self.court.bidders[0]
        self.write_bids()
        self.notice = self._settled(proposed)

    @property
    def challenge(self) -> Challenge:
        """Return it as it is now."""
        return self.court.challenge

    def write_bids(self, **content: Any) -> None:
        """Let the bids say something."""
        answers = [
            {"indicator": str(one), "answer": "90%"} for one in indicators_of(self.court.challenge)
        ]
        said = {"answers": answers, **CONTENT, **content}
        Bid.objects.filter(challenge=self.court.key).update(content=said)

    def _settled(self, proposed: int) -> ResultNotice:
        now = clock.now()
        notice: ResultNotice = ResultNotice.objects.create(
            challenge=self.court.challenge,
            state=ResultNotice.State.SETTLED,
            workdays=5,
            statement=STATEMENT,
            drafted_at=now - timedelta(days=12),
            drafted_by=self.officer,
            shown_at=now - timedelta(days=10),
            shown_by=self.approver,
            ends_at=now - timedelta(seconds=1),
            ended_at=now,
            ended_by=self.approver,
        )
        for rank, bid in enumerate(self.court.bids, start=1):
            Candidate.objects.create(
                notice=notice, bid=bid, rank=rank, is_proposed=rank <= proposed
            )
        Challenge.objects.filter(pk=self.court.key).update(state=Challenge.State.AWARDED)
        return notice

    def candidate(self, rank: int = 1) -> Candidate:
        """Return the candidate with a rank."""
        found: Candidate = self.notice.candidates.select_related("bid__firm", "notice").get(
            rank=rank
        )
        found.notice.challenge = self.challenge
        return found

    def drafted(self, rank: int = 1) -> Agreement:
        """Return the agreement of a candidate as the portal drafted it."""
        return again(draft_agreement(self.candidate(rank)))

    def as_offered(self, rank: int = 1) -> Agreement:
        """Return an agreement that was offered, as its rows alone."""
        return self._as_turned(self.drafted(rank), "offered", offer=("owner", self.officer))

    def as_agreed(self, rank: int = 1) -> Agreement:
        """Return an agreement that the firm agreed to, as its rows alone."""
        by = self.court.bidders[rank - 1]
        return self._as_turned(self.as_offered(rank), "agreed", agree=("firm", by))

    def as_signed(self, rank: int = 1) -> Agreement:
        """Return a signed agreement, as its rows alone."""
        agreement = self.as_agreed(rank)
        agreement.sign(current_version(agreement), at=clock.now())
        agreement.save()
        return again(agreement)

    def _as_turned(self, agreement: Agreement, state: str, **turns: tuple[str, User]) -> Agreement:
        for kind, (side, by) in turns.items():
            Turn.objects.create(
                version=current_version(agreement), kind=kind, side=side, by=by, at=clock.now()
            )
        Agreement.objects.filter(pk=agreement.pk).update(state=state)
        return again(agreement)


def again(agreement: Agreement) -> Agreement:
    """Return an agreement read anew."""
    found: Agreement = Agreement.objects.for_rows().get(pk=agreement.pk)
    return found
