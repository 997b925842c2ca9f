"""Challenges as a department writes them, brought as far as a test needs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from marketplace.challenges.consumers import challenge_steps
from marketplace.challenges.models import Challenge, Criterion, ExitReason, Programme
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings import closing
from marketplace.listings.models import Demand, DemandLifecycle, Indicator
from tests.listings.factories import Office

RULES: dict[str, Any] = {"consortium_limit": 3, "minimum_bids": 1}
CRITERIA = (("技术路线", 60, None), ("实施能力", 40, Decimal(50)))
INDICATORS = ("命中率", "提前量", "误报率", "覆盖点位", "响应时间")


class ChallengeOffice(Office):
    """A department that lists challenges, with its people and the portal's reviewers."""

    def drafted(self, *, rules: dict[str, Any] | None = None, **content: Any) -> Challenge:
        """Return a challenge that is being drafted, complete enough for the fitness check."""
        given = {"mode": Demand.Mode.CHALLENGE, **content}
        demand = self.revise(self.draft(**given), indicators=main_indicators())
        challenge = Challenge.objects.create(
            demand=demand, programme=Programme.objects.get(), **{**RULES, **(rules or {})}
        )
        for position, (name, weight, minimum) in enumerate(CRITERIA, start=1):
            Criterion.objects.create(
                challenge=challenge, position=position, name=name, weight=weight, minimum=minimum
            )
        return fresh(challenge)

    def argued(self, **content: Any) -> Challenge:
        """Return a challenge that was found fit."""
        challenge = self.drafted(**content)
        revision = challenge.demand.latest_revision
        Challenge.objects.filter(pk=challenge.pk).update(
            state=Challenge.State.ARGUED, argued_revision=revision, argued_at=clock.now()
        )
        return fresh(challenge)

    def listed(self, **content: Any) -> Challenge:
        """Return a challenge that is listed and takes bids."""
        challenge = self.argued(**content)
        self.submit(challenge.demand)
        self.approve(challenge.demand)
        follow(challenge)
        return fresh(challenge)

    def closed(self, **content: Any) -> Challenge:
        """Return a listed challenge whose close has come."""
        challenge = self.listed(**content)
        end_bidding(challenge)
        return fresh(challenge)


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
