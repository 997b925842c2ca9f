"""The supplementary result: as long and as open as the first, and the first stays readable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from marketplace.agreements.consumers import agreements_of_awards
from marketplace.agreements.models import Agreement
from marketplace.awards import objecting, settling, succeeding, supplementing
from marketplace.bids.models import Bid
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import CreditFact
from tests.awards.factories import GROUNDS
from tests.awards.factories import again as again_notice
from tests.awards.successions import Gap, again
from tests.factories import CreditFactFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORDS = "经核实，报告不实。"


@pytest.fixture
def gap():
    return Gap()


def upheld(gap, notice, remedy):
    said = objecting.Grounds("content", GROUNDS)
    objection = objecting.file_objection(notice, by=UserFactory(), said=said)
    return objecting.uphold_objection(objection, by=gap.judge, decision=WORDS, remedy=remedy)


def test_it_says_in_neutral_words_who_is_next_and_keeps_the_ranking_and_the_days(gap):
    before = gap.first.ended_at
    notice = gap.shown()
    first = again_notice(gap.first)
    assert (first.state, first.ended_at) == ("superseded", before)
    assert (notice.state, notice.workdays) == ("shown", first.workdays)
    assert gap.challenge.state == "noticed"
    assert (notice.drafted_by, notice.shown_by) == (gap.officer, gap.approver)
    places = notice.candidates.values_list("rank", "bid", "is_proposed")
    assert list(places) == [(rank, bid.pk, rank == 2) for rank, bid in enumerate(gap.bids, start=1)]
    assert gap.bids[1].firm.name in notice.statement
    assert gap.bids[0].firm.name not in notice.statement
    assert "放弃" not in notice.statement


def test_the_next_is_awarded_at_the_price_of_its_own_bid(gap):
    dearer = gap.bids[1]
    Bid.objects.filter(pk=dearer.pk).update(content={**dearer.content, "public_money": "1500000"})
    settling.settle_notice(gap.over(), by=gap.approver)
    assert gap.challenge.state == "awarded"
    agreements_of_awards(Entry.objects.filter(kind="result_notice_settled").latest("pk"))
    made = Agreement.objects.unsigned().get()
    assert (made.candidate.bid, made.amount) == (dearer, Decimal(1500000))


def test_its_own_award_may_come_to_nothing_too(gap):
    notice = gap.over()
    settling.settle_notice(notice, by=gap.approver)
    gap.lose(2, notice=again_notice(notice))
    assert gap.next_rank == 3
    assert gap.shown(3).candidates.get(is_proposed=True).bid == gap.bids[2]
    assert [one.state for one in gap.challenge.result_notices.order_by("pk")] == [
        *("superseded", "superseded", "shown")
    ]


def test_who_named_does_not_show_and_nothing_is_shown_before_the_bidder_stands(gap):
    asked = gap.asked()
    for person in (gap.officer, gap.approver):
        with pytest.raises(Refusal):
            supplementing.show_supplement(asked, by=person)
    stood = succeeding.stand_by_bid(asked, by=gap.bidders[1])
    with pytest.raises(Refusal) as refusal:
        supplementing.show_supplement(stood, by=gap.officer)
    assert refusal.value.code == "own_naming"
    assert again_notice(gap.first).state == "settled"


def test_credit_facts_are_checked_again_before_it_is_shown_and_before_the_award(gap):
    notice = gap.over()
    CreditFactFactory(
        organisation=gap.bids[1].firm, kind=CreditFact.FactKind.DISHONEST, answer="yes"
    )
    with pytest.raises(Refusal) as refusal:
        settling.settle_notice(notice, by=gap.approver)
    assert refusal.value.code == "not_eligible"


def test_an_objection_that_holds_voids_the_naming_and_the_first_award_is_the_last_again(gap):
    notice = gap.shown()
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        upheld(gap, notice, "rescore")
    assert set(refusal.value.fields) == {"remedy"}
    upheld(gap, notice, "next")
    assert again_notice(notice).state == "cancelled"
    assert again_notice(gap.first).state == "settled"
    assert (gap.challenge.state, gap.next_rank) == ("awarded", 3)


def test_an_objection_that_holds_may_end_the_challenge(gap):
    notice = gap.shown()
    upheld(gap, notice, "cancel")
    challenge = gap.challenge
    assert (challenge.state, challenge.exit_reason.code) == ("failed", "objection_upheld")
    assert again_notice(gap.first).state == "settled"


def test_where_the_last_naming_is_void_the_challenge_ends():
    gap = Gap(bids=2)
    upheld(gap, gap.shown(), "next")
    challenge = gap.challenge
    assert challenge.state == "failed"
    assert getattr(challenge.exit_reason, "code", "") == "nobody_left"
    assert again(challenge.successions.get()).state == "stood"
