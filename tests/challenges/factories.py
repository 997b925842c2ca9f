"""Challenges as a department writes them, brought as far as a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from marketplace.challenges import fitness
from marketplace.challenges.consumers import challenge_steps
from marketplace.challenges.models import (
    Aspect,
    Challenge,
    Criterion,
    ExitReason,
    FitnessVote,
    Programme,
)
from marketplace.challenges.rules import CriterionText, vars_of
from marketplace.challenges.writing import save_rules
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings import closing
from marketplace.listings.models import Demand, DemandLifecycle, Indicator
from tests.claims.factories import open_demand
from tests.factories import UserFactory
from tests.listings.factories import Office

RULES: dict[str, Any] = {"consortium_limit": 3, "minimum_bids": 1}
CONTENT: dict[str, Any] = {
    "mode": Demand.Mode.CHALLENGE,
    "budget_kind": Demand.BudgetKind.RANGE,
    "budget_high": Decimal(3_000_000),
}
CRITERIA = (
    CriterionText("技术路线", Decimal(60)),
    CriterionText("实施能力", Decimal(40), minimum=Decimal(50)),
)
INDICATORS = ("命中率", "提前量", "误报率", "覆盖点位", "响应时间")


class ChallengeOffice(Office):
    """A department that lists challenges, with its people and the portal's reviewers."""

    def drafted(self, *, rules: dict[str, Any] | None = None, **content: Any) -> Challenge:
        """Return a challenge that is being drafted, complete enough for the fitness check."""
        indicators = content.pop("indicators", None) or main_indicators()
        demand = self.revise(self.draft(**{**CONTENT, **content}), indicators=indicators)
        given = {"programme": Programme.objects.get(), **RULES, **(rules or {})}
        return fresh(save_rules(demand, by=self.editor, rules=given, criteria=CRITERIA))

    def arguing(self, **content: Any) -> Challenge:
        """Return a challenge that was handed in to the fitness check."""
        return self.hand_in(self.drafted(**content))

    def hand_in(self, challenge: Challenge) -> Challenge:
        """Hand a draft in to the fitness check and return it."""
        fitness.hand_in(challenge, by=self.editor)
        return fresh(challenge)

    def asked(self, challenge: Challenge, *, count: int = 3) -> list[FitnessVote]:
        """Return the votes that independent people were asked for."""
        return [
            fitness.ask_reviewer(challenge, reviewer=UserFactory(), by=self.reviewer)
            for _one in range(count)
        ]

    def judge(self, challenge: Challenge, *outcomes: str) -> Challenge:
        """Let as many people vote, and end the check with it."""
        for vote, outcome in zip(self.asked(challenge, count=len(outcomes)), outcomes, strict=True):
            file(vote, outcome)
        fitness.conclude_check(
            challenge,
            by=self.reviewer,
            words="见各位专家意见。",
            reason=ExitReason.objects.get(code="not_fit"),
        )
        return fresh(challenge)

    def argued(self, **content: Any) -> Challenge:
        """Return a challenge that was found fit."""
        return self.judge(self.arguing(**content), "pass", "pass", "pass")

    def listed(self, **content: Any) -> Challenge:
        """Return a challenge that is listed and takes bids."""
        challenge = self.argued(**content)
        self.submit(challenge.demand)
        self.approve(challenge.demand)
        follow(challenge)
        return fresh(challenge)

    def as_listed(
        self,
        *,
        rules: dict[str, Any] | None = None,
        criteria: Sequence[CriterionText] = CRITERIA,
        **content: Any,
    ) -> Challenge:
        """Return a listed challenge as its rows alone, for tests of what comes later."""
        demand = open_demand(self.organisation, **{**CONTENT, **content})
        for position, indicator in enumerate(main_indicators()):
            indicator.demand, indicator.sort_order = demand, position
            indicator.save()
        given = {"programme": Programme.objects.get(), **RULES, **(rules or {})}
        challenge = Challenge.objects.create(demand=demand, **given)
        for position, one in enumerate(criteria, start=1):
            Criterion.objects.create(challenge=challenge, position=position, **vars_of(one))
        Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.PUBLISHED)
        return fresh(challenge)

    def closed(self, **content: Any) -> Challenge:
        """Return a listed challenge whose close has come."""
        challenge = self.listed(**content)
        end_bidding(challenge)
        return fresh(challenge)


def file(vote: FitnessVote, outcome: str = "pass", *, verdict: str = "fit") -> FitnessVote:
    """File a vote by whoever was asked for it."""
    remarks = dict.fromkeys(Aspect.values, (verdict, ""))
    return fitness.file_vote(
        vote, by=vote.reviewer, outcome=outcome, remarks=remarks, reason="理由见附注。"
    )


def main_indicators() -> list[Indicator]:
    """Return as many complete main indicators as the programme asks for."""
    return [
        Indicator(name=name, comparison="ge", value="80", unit="%", method="现场测试")
        for name in INDICATORS
    ]


def end_bidding(challenge: Challenge) -> None:
    """Let the close of a listed challenge be now, and what follows from it happen."""
    instant = clock.now()
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        opens_at=None, closes_at=instant - timedelta(seconds=1)
    )
    closing.close_due()
    follow(challenge)


def follow(challenge: Challenge) -> None:
    """Let the challenge follow what the journal holds of its demand."""
    for entry in Entry.objects.filter(
        kind__in=["demand_published", "demand_closed", "demand_withdrawn"],
        subject_key=str(challenge.demand_id),
    ).order_by("pk"):
        with transaction.atomic():
            challenge_steps(entry)


def reason_for(way_out: str) -> ExitReason:
    """Return a reason of a side exit."""
    reason = ExitReason.objects.filter(way_out=way_out).first()
    assert reason is not None
    return reason


def fresh(challenge: Challenge) -> Challenge:
    """Return a challenge read anew."""
    found: Challenge = Challenge.objects.for_rows().get(pk=challenge.pk)
    return found
