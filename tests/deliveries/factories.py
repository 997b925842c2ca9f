"""Deliveries of signed agreements, brought as far as a test needs."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.deliveries import accepting, checking, gating
from marketplace.deliveries.accepting import Judged, Said
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.checking import Evidence
from marketplace.deliveries.models import (
    Appraisal,
    Checkpoint,
    Delivery,
    GateProposal,
    HandIn,
    Payment,
    Submission,
)
from marketplace.organisations.models import Role
from tests.agreements.factories import SigningTable
from tests.claims.factories import pdf, person_of

WORDS = "样机完成海试，命中率达到约定。"
REASON = "现场复测与提交的数据不符。"


class Site:
    """A delivery with its people: the firm's, an officer, two approvers, a stranger."""

    def __init__(self, *, teams: int = 1, **rules: Any) -> None:
        """Sign with so many teams, and begin their deliveries."""
        self.table = SigningTable(bids=max(teams, 2), proposed=teams, **rules)
        self.officer: User = self.table.officer
        self.approver: User = self.table.approver
        self.second: User = self.table.court.judge
        self.stranger: User = self.table.stranger
        self.bidders: list[User] = self.table.court.bidders
        self.bidder: User = self.bidders[0]
        self.keys = [self._begun(rank) for rank in range(1, teams + 1)]

    def _begun(self, rank: int) -> int:
        delivery = begin_delivery(self.table.as_signed(rank))
        assert delivery is not None
        return delivery.pk

    @property
    def delivery(self) -> Delivery:
        """Return the first team's as it is now."""
        return self.team(0)

    def team(self, number: int) -> Delivery:
        """Return a team's delivery as it is now."""
        found: Delivery = Delivery.objects.for_rows().get(pk=self.keys[number])
        return found

    @property
    def challenge_state(self) -> str:
        """Return where the challenge stands."""
        return self.table.challenge.state

    def checkpoint(self, number: int = 0, *, team: int = 0) -> Checkpoint:
        """Return one of a team's checkpoints, from 0, as it is now."""
        rows = Checkpoint.objects.for_rows().filter(delivery=self.keys[team])
        found: Checkpoint = rows.order_by("milestone__position")[number]
        return found

    def payment(self, number: int = 0, *, team: int = 0) -> Payment:
        """Return one of a team's payments, from 0, as it is now."""
        rows = Payment.objects.select_related("installment").filter(delivery=self.keys[team])
        found: Payment = rows.order_by("installment__position")[number]
        found.delivery = self.team(team)
        return found

    def submitted(self, number: int = 0, *, team: int = 0) -> Checkpoint:
        """Return a checkpoint for which the firm submitted evidence."""
        checking.submit_evidence(
            self.checkpoint(number, team=team), by=self.bidders[team], evidence=Evidence(WORDS)
        )
        return self.checkpoint(number, team=team)

    def as_passed(self, count: int = 2, *, team: int = 0) -> None:
        """Let a team's first checkpoints have passed, as their rows alone."""
        now = clock.now()
        for number in range(count):
            one = self.checkpoint(number, team=team)
            Submission.objects.create(
                checkpoint=one, number=1, words=WORDS, at=now, by=self.bidders[team]
            )
            Checkpoint.objects.filter(pk=one.pk).update(
                state="passed", submitted_at=now, settled_at=now
            )

    def proposed(self, course: str = "stop", *, team: int = 0) -> GateProposal:
        """Return a proposal at a team's first gate, which was checked."""
        self.as_passed(1, team=team)
        return gating.propose_course(
            self.checkpoint(team=team), by=self.officer, course=course, reason=REASON
        )

    def answered(self, **texts: str) -> Delivery:
        """Return the delivery with an answer and evidence to each indicator."""
        said = {one.pk: Said({**ANSWER, **texts}) for one in self.delivery.agreement.promises.all()}
        accepting.save_answers(self.delivery, by=self.bidder, said=said)
        return self.delivery

    def handed_in(self) -> HandIn:
        """Return what was handed in once every milestone had passed."""
        if self.checkpoint().state != "passed":
            self.as_passed()
        self.answered()
        return accepting.hand_in(self.delivery, by=self.bidder)

    def judgements(self, *missed: int) -> dict[int, Judged]:
        """Return every item as met, but those at these places."""
        promises = self.delivery.agreement.promises.order_by("position")
        return {
            one.pk: Judged(is_met=place not in missed, note="未达到" if place in missed else "")
            for place, one in enumerate(promises)
        }

    def appraised(self, *missed: int) -> Appraisal:
        """Return the appraisal of what was handed in, with some items missed."""
        self.handed_in()
        items = self.judgements(*missed)
        return accepting.appraise(self.delivery, by=self.officer, items=items)

    def outsiders(self) -> list[User]:
        """Return people who have no part in the delivery."""
        owner = self.delivery.demand.lifecycle.owner
        return [
            self.stranger,
            self.bidders[1],
            person_of(self.delivery.firm, Role.VIEWER),
            person_of(owner, Role.SUPERVISOR),
        ]


ANSWER = {
    "reached": "91",
    "unit": "%",
    "method": "第三方检测",
    "words": "检测报告第 12 页。",
    "link": "",
}


def report() -> SimpleUploadedFile:
    """Return a small file of evidence."""
    return pdf()
