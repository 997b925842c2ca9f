"""Opened bids before a complete panel, as their rows alone; scores come by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.challenges.rules import CriterionText
from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.experts.models import Expert
from marketplace.reviews.consensus import Found, freeze_ranking, save_findings
from marketplace.reviews.models import Draw, Panel, Ranking, ReviewRound, Seat, SeatState, Sheet
from marketplace.reviews.ranking_record import put_on_record, result_of
from marketplace.reviews.rounds import members_of
from marketplace.reviews.scoring import Marked, file_sheet, save_marks
from tests.bids.factories import admit_row, as_opened, bid_row
from tests.challenges.factories import CRITERIA, ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.reviews.factories import WATER, who

CONTENT = {"answers": [], "team": "十二人", "schedule": "三个月", "own_money": "600000"}


class Judging:
    """Opened bids and a complete panel as their rows alone, for tests of scores and rankings."""

    def __init__(
        self,
        *,
        bids: int = 2,
        members: int = 3,
        criteria: Sequence[CriterionText] = CRITERIA,
        **rules: Any,
    ) -> None:
        """List, open and seat; every read of it is fresh."""
        self.office = ChallengeOffice()
        given = {"panel_size": members, **rules}
        challenge = self.office.as_listed(rules=given, criteria=criteria)
        self.key = challenge.pk
        self.bids: list[Bid] = as_admitted(challenge, bids)
        as_seated(self.challenge, members)

    @property
    def challenge(self) -> Challenge:
        """Return the challenge as it is now."""
        return fresh(Challenge.objects.get(pk=self.key))

    @property
    def panel(self) -> Panel:
        """Return the panel as it is now."""
        found: Panel = Panel.objects.for_rows().get(challenge=self.key)
        return found

    @property
    def round(self) -> ReviewRound:
        """Return the round that goes on or counts."""
        found: ReviewRound = ReviewRound.objects.standing().for_rows().get(panel=self.panel)
        return found

    @property
    def criteria(self) -> list[int]:
        """Return the criteria's keys in their order."""
        return list(self.challenge.criteria.order_by("position").values_list("pk", flat=True))

    def members(self) -> list[Seat]:
        """Return the members; the first leads the panel."""
        return members_of(self.panel)

    def mark(self, seat: Seat, *scores: tuple[float, float], comment: str = "见方案。") -> None:
        """Save a member's scores of the two criteria for each bid in turn."""
        for bid, pair in zip(self.bids, scores, strict=True):
            marks = {
                key: Marked(Decimal(str(score)), comment)
                for key, score in zip(self.criteria, pair, strict=True)
            }
            save_marks(seat, bid=bid, marks=marks, by=who(seat))

    def sign(self, seat: Seat, *scores: tuple[float, float]) -> Sheet:
        """Save and sign a member's scores."""
        self.mark(seat, *scores)
        return file_sheet(seat, by=who(seat))

    def signed(self, *rows: tuple[tuple[float, float], ...]) -> Judging:
        """Let every member sign, with a row of scores each; falling ones where none are given."""
        falling = tuple((90 - place, 80 - place) for place in range(len(self.bids)))
        for place, seat in enumerate(self.members()):
            self.sign(seat, *(rows[place] if rows else falling))
        return self

    def noted(self, **agreed: float) -> Judging:
        """Let the chair write a note for everything, and agreed scores by criterion's place."""
        chair = self.members()[0]
        for bid in self.bids:
            found = {
                key: Found("意见一致。", _agreed(agreed.get(f"c{place}")), "复核后调整。")
                for place, key in enumerate(self.criteria)
            }
            save_findings(self.panel, bid=bid, findings=found, by=who(chair))
        return self

    def frozen(self, **more: Any) -> Ranking:
        """Return the ranking, frozen by the chair."""
        return freeze_ranking(self.panel, by=who(self.members()[0]), **more)

    def ranked(self) -> Ranking:
        """Return the ranking of falling scores: the bids in their order."""
        return self.signed().noted().frozen()


def _agreed(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(score))


def as_admitted(challenge: Challenge, number: int) -> list[Bid]:
    """Return so many opened and admitted bids, as their rows alone."""
    as_opened(challenge, by=UserFactory(), total=number)
    bids = []
    for place in range(1, number + 1):
        firm = OrganisationFactory()
        content = {**CONTENT, "approach": f"第{place}条路线", "public_money": f"{place}200000"}
        bid = bid_row(challenge, firm, person_of(firm), **content)
        admit_row(bid)
        bids.append(bid)
    return bids


def as_seated(challenge: Challenge, members: int = 3) -> Panel:
    """Return a complete panel with a round that goes on, as its rows alone."""
    now = clock.now()
    panel: Panel = Panel.objects.create(
        challenge=challenge, state=Panel.State.SEATED, seated_at=now
    )
    draw = Draw.objects.create(
        panel=panel,
        number=1,
        rules={"strata": [{"field": WATER, "seats": members}], "alternates": 0},
        source="上证指数 2026-12-01 收盘点位",
        commitment="0" * 64,
        state=Draw.State.DRAWN,
        record={},
        promised_at=now,
        promised_by=UserFactory(),
        settled_at=now,
    )
    for place in range(1, members + 1):
        user = UserFactory()
        one = Expert.objects.create(
            user=user, name=user.name, email=user.email, state=Expert.State.ACTIVE, applied_at=now
        )
        Seat.objects.create(
            panel=panel,
            draw=draw,
            expert=one,
            field=WATER,
            order=place,
            place=place,
            state=SeatState.SITTING,
            called_at=now,
        )
    ReviewRound.objects.create(panel=panel, number=1, opened_at=now)
    return panel


def as_ranked(challenge: Challenge, bids: Sequence[Bid]) -> Ranking:
    """Return a frozen ranking of bids in their order, as its rows alone."""
    panel: Panel = Panel.objects.filter(challenge=challenge).first() or as_seated(challenge, 1)
    panel.challenge = challenge
    review = ReviewRound.objects.standing().get(panel=panel)
    review.panel = panel
    chair = members_of(panel)[0]
    keys = [str(one.pk) for one in challenge.criteria.all()]
    marks = {
        bid.receipt: {key: {"score": str(90 - place), "comment": ""} for key in keys}
        for place, bid in enumerate(bids)
    }
    content = {"format": 1, "round": review.number, "seat": chair.code, "bids": marks}
    sheet = Sheet.objects.create(
        round=review,
        seat=chair,
        number=chair.sheets.count() + 1,
        content=canonical_json(content),
        digest=digest(content),
        filed_at=clock.now(),
    )
    result = result_of(challenge, bids, sheets=[sheet.scores()], agreed={})
    record = put_on_record(review, result, agreed={}, sheets=[sheet])
    record["order"] = {"reason": "", "bids": []}
    now = clock.now()
    ReviewRound.objects.filter(pk=review.pk).update(state="ranked", ranked_at=now)
    ranking: Ranking = Ranking.objects.create(
        round=review,
        chair=chair,
        content=canonical_json(record),
        digest=digest(record),
        frozen_at=now,
    )
    return ranking
