"""Challenges with opened bids, their people, and results as far as a test needs them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.awards import noticing, objecting, reporting
from marketplace.awards.models import Objection, Report, ResultNotice
from marketplace.awards.noticing import Notice
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.organisations.models import CreditFact, Organisation, Role
from tests.bids.factories import admit_row, as_opened, bid_row
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import (
    CreditFactFactory,
    OrganisationFactory,
    UserFactory,
    tell_holidays,
)
from tests.reviews.judging import as_ranked

STATEMENT = "七位专家独立评分，按综合分排序。"
GROUNDS = "第二名的检测报告编号查无此件，请核实。"
TOLD = "开启前经办人已把报价告诉第一名，有聊天记录。"


class ReportDesk:
    """A listed challenge, the supervisor of its owner, and somebody who has a concern."""

    def __init__(self, *, is_written: bool = False) -> None:
        """List a challenge, by its actions where its drafts are read, and name the supervisor."""
        self.office = ChallengeOffice()
        self.challenge = self.office.listed() if is_written else self.office.as_listed()
        self.supervisor = person_of(self.office.organisation, Role.SUPERVISOR)
        self.author: User = UserFactory()

    def filed(
        self,
        *,
        by: User | None = None,
        challenge: Challenge | None = None,
        key: str = "",
        **content: Any,
    ) -> Report:
        """Return a report on the challenge, or on another."""
        told = reporting.Told(**{"concern": "leak", "text": TOLD, **content})
        return reporting.file_report(
            challenge or self.challenge, by=by or self.author, told=told, idempotency_key=key
        )

    def answered(self, report: Report) -> Report:
        """Return a report with the supervisor's answer."""
        words = "经核查，未发现泄露情形。"
        return reporting.answer_report(report, by=self.supervisor, words=words)


class Court:
    """A challenge whose bids are open: its officer and approvers, bidders, and a stranger."""

    def __init__(self, *, bids: int = 3, is_ranked: bool = True, **rules: Any) -> None:
        """List, close and open a challenge with so many bids, ranked in their order."""
        self.office = ChallengeOffice()
        challenge = self.office.as_listed(rules=rules)
        self.key = challenge.pk
        self.officer: User = self.office.editor
        self.approver: User = self.office.approver
        self.judge = person_of(self.office.organisation, Role.APPROVER)
        self.stranger: User = UserFactory()
        self.firms: list[Organisation] = [OrganisationFactory() for _ in range(bids)]
        for firm in self.firms:
            for kind in CreditFact.FactKind:
                CreditFactFactory(organisation=firm, kind=kind)
        self.bidders = [person_of(one) for one in self.firms]
        as_opened(challenge, by=self.officer, total=bids)
        self.bids = [self._bid(*pair) for pair in zip(self.firms, self.bidders, strict=True)]
        if is_ranked:
            as_ranked(self.challenge, self.bids)

    def _bid(self, firm: Organisation, by: User) -> Bid:
        bid = bid_row(self.challenge, firm, by)
        admit_row(bid)
        return bid

    @property
    def challenge(self) -> Challenge:
        """Return it as it is now."""
        return fresh(Challenge.objects.get(pk=self.key))

    @property
    def number(self) -> str:
        """Return its demand's public number."""
        return str(self.challenge.demand.lifecycle.number)

    def drafted(self, **content: Any) -> ResultNotice:
        """Return a drafted notice of its result."""
        says = Notice(**{"statement": STATEMENT, "workdays": 5, **content})
        return noticing.draft_notice(self.challenge, by=self.officer, says=says)

    def shown(self, **content: Any) -> ResultNotice:
        """Return a notice of its result on show."""
        return noticing.show_notice(self.drafted(**content), by=self.approver)

    def over(self) -> ResultNotice:
        """Return a notice of its result whose days are over."""
        notice = self.shown()
        end_days_of(notice)
        return again(notice)

    def objection(
        self, notice: ResultNotice, by: User | None = None, key: str = "", **content: Any
    ) -> Objection:
        """Return an objection to a notice, by a stranger unless somebody is named."""
        said = objecting.Grounds(**{"ground": "content", "text": GROUNDS, **content})
        by = by or self.stranger
        return objecting.file_objection(notice, by=by, said=said, idempotency_key=key)


def end_days_of(notice: ResultNotice) -> None:
    """Let a notice have been on show for its days."""
    now = clock.now()
    tell_holidays(now.year - 1, now.year)
    ResultNotice.objects.filter(pk=notice.pk).update(
        shown_at=now - timedelta(days=30), ends_at=now - timedelta(seconds=1)
    )


def again(notice: ResultNotice) -> ResultNotice:
    """Return a notice read anew."""
    found: ResultNotice = ResultNotice.objects.for_rows().get(pk=notice.pk)
    return found
