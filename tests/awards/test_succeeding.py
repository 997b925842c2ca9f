"""The next in the ranking is named by two people, asked, and answers within its period."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marketplace.awards import succeeding, succession_due
from marketplace.awards.models import Succession
from marketplace.challenges.relisting import may_relist
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import morning_of
from marketplace.journal.models import Entry
from marketplace.organisations.models import CreditFact, Membership, Role
from tests.awards.successions import Gap, again, move_to
from tests.challenges.factories import reason_for
from tests.claims.factories import person_of
from tests.factories import CreditFactFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def gap():
    return Gap()


def code(call, *args, **words):
    with pytest.raises(Refusal) as refusal:
        call(*args, **words)
    return refusal.value.code


def test_one_names_another_agrees_and_the_bidder_stands_by_its_bid(gap):
    named = gap.named(by=gap.approver)
    assert code(succeeding.ask_next, named, by=gap.approver) == "own_naming"
    assert code(succeeding.ask_next, named, by=gap.officer) == "not_approver"
    asked = succeeding.ask_next(named, by=gap.judge)
    assert (asked.state, asked.rank, asked.asked_by) == ("asked", 2, gap.judge)
    stood = succeeding.stand_by_bid(asked, by=gap.bidders[1], words="按原方案履行。")
    assert (again(stood).state, again(stood).answer) == ("stood", "按原方案履行。")
    kinds = Entry.objects.filter(subject_type="awards.succession").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("succession_named", "succession_asked", "succession_stood")
    ]


def test_only_who_runs_the_challenge_names_and_only_the_bidder_answers(gap):
    for person in (UserFactory(), gap.bidders[1], person_of(gap.bids[0].firm)):
        assert code(gap.named, by=person) in {"not_officer", "other_side"}
    Membership.objects.create(user=gap.officer, organisation=gap.bids[2].firm, role=Role.BIDDER)
    assert code(gap.named) == "other_side"
    asked = succeeding.ask_next(gap.named(by=gap.judge), by=gap.approver)
    for person in (gap.officer, gap.approver, gap.bidders[0], UserFactory()):
        assert code(succeeding.stand_by_bid, asked, by=person) == "not_member"
    owner = gap.challenge.demand.lifecycle.owner
    Membership.objects.create(user=gap.bidders[1], organisation=owner, role=Role.VIEWER)
    assert code(succeeding.decline, asked, by=gap.bidders[1]) == "other_side"


def test_only_the_next_can_be_named_once_and_with_a_reason(gap):
    assert code(gap.named, rank=3) == "other"
    assert code(gap.named, reason=" ") == "mistakes"
    gap.named()
    assert code(gap.named) == "named"


def test_a_naming_that_was_withdrawn_can_be_made_again(gap):
    succeeding.withdraw_naming(gap.named(), by=gap.officer)
    asked = gap.asked()
    assert code(succeeding.withdraw_naming, asked, by=gap.officer) == "wrong_state"


def test_who_declines_is_followed_by_the_one_after_until_nobody_is_left(gap):
    succeeding.decline(gap.asked(), by=gap.bidders[1])
    assert (gap.challenge.state, gap.next_rank) == ("awarded", 3)
    succeeding.decline(gap.asked(3), by=gap.bidders[2])
    challenge = gap.challenge
    assert (challenge.state, challenge.exit_reason.code) == ("failed", "nobody_left")
    assert may_relist(gap.officer, challenge)


def test_the_answer_is_taken_until_its_instant_and_not_at_it(gap):
    asked = gap.asked()
    move_to(asked.answer_by)
    assert code(succeeding.stand_by_bid, asked, by=gap.bidders[1]) == "late"
    move_to(asked.answer_by - timedelta(seconds=5))
    assert succeeding.stand_by_bid(asked, by=gap.bidders[1]).state == "stood"


def test_it_is_reminded_on_the_last_day_once_and_lapses_at_its_end(gap):
    asked = gap.asked()
    succession_due.prompt_for_answers()
    assert not Entry.objects.filter(kind="succession_due_today").exists()
    move_to(morning_of(asked.answer_by), seconds=1)
    for _ in range(2):
        succession_due.prompt_for_answers()
    assert Entry.objects.filter(kind="succession_due_today").count() == 1
    move_to(asked.answer_by)
    for _ in range(2):
        succession_due.prompt_for_answers()
    assert (again(asked).state, again(asked).settled_by) == ("lapsed", None)
    assert gap.next_rank == 3


def test_what_nobody_has_checked_holds_up_the_question(gap):
    CreditFact.objects.filter(organisation=gap.bids[1].firm).delete()
    named = gap.named()
    assert code(succeeding.ask_next, named, by=gap.approver) == "not_eligible"
    assert code(succeeding.pass_over, named, by=gap.approver) == "sound"


def test_nobody_is_passed_over_at_will(gap):
    stood = gap.stood()
    assert code(succeeding.pass_over, stood, by=gap.approver) == "sound"
    CreditFactFactory(organisation=stood.firm, kind=CreditFact.FactKind.DISHONEST, answer="yes")
    assert code(succeeding.pass_over, stood, by=gap.officer) == "own_naming"
    passed = succeeding.pass_over(stood, by=gap.approver)
    assert passed.state == "passed_over"
    assert passed.fact
    assert gap.next_rank == 3


def test_the_owner_may_end_it_instead_until_the_bidder_was_asked(gap):
    end = partial(succeeding.fall_through, by=gap.officer, reason=reason_for("failed"))
    named = gap.named()
    asked = succeeding.ask_next(named, by=gap.approver)
    assert code(end, gap.challenge) == "asked"
    succeeding.decline(asked, by=gap.bidders[1])
    last = gap.named(rank=3)
    assert end(gap.challenge).state == "failed"
    assert again(last).state == "withdrawn"
    assert code(end, gap.challenge) == "wrong_state"


def test_rows_say_two_people_one_at_a_time_and_answers_in_time(gap):
    asked = gap.asked()
    rows = Succession.objects.filter(pk=asked.pk)
    for change in (
        {"asked_by": gap.officer},
        {"state": "stood", "answered_by": gap.bidders[1], "answered_at": asked.answer_by},
        {"state": "passed_over", "settled_at": clock.now(), "settled_by": gap.judge},
        {"state": "lapsed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(
            challenge=gap.challenge,
            notice=gap.first,
            bid=gap.bids[2],
            rank=3,
            reason="x",
            named_at=clock.now(),
            named_by=gap.officer,
        )
