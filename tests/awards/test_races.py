"""An objection and the award, two decisions, two showings at the same moment."""

from __future__ import annotations

import pytest

from marketplace.awards import noticing, objecting, settling
from marketplace.awards.models import Objection, ResultNotice
from marketplace.journal.models import Entry
from tests.awards.factories import again, end_days_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

WORDS = "经核实，异议成立。"


def test_a_notice_is_put_on_show_once(court):
    notice = court.drafted()
    calls = [lambda: noticing.show_notice(notice, by=court.approver)] * 5
    assert at_once(*calls) == ["done", *["wrong_state"] * 4]
    assert Entry.objects.filter(kind="result_notice_shown").count() == 1


def test_of_two_decisions_one_counts(court):
    objection = court.objection(court.shown())
    answers = at_once(
        lambda: objecting.reject_objection(objection, by=court.judge, decision=WORDS),
        lambda: objecting.uphold_objection(
            objection, by=court.judge, decision=WORDS, remedy="rescore"
        ),
    )
    assert answers == ["done", "wrong_state"]
    decided = Objection.objects.get()
    standing = ResultNotice.objects.get().state
    assert (decided.state, standing) in {("rejected", "shown"), ("upheld", "cancelled")}


def test_an_objection_upheld_and_the_award_are_never_both(court):
    notice = court.shown()
    objection = court.objection(notice)
    end_days_of(notice)
    late = again(notice)
    answers = at_once(
        lambda: settling.settle_notice(late, by=court.approver),
        lambda: objecting.uphold_objection(
            objection, by=court.judge, decision=WORDS, remedy="rescore"
        ),
    )
    assert answers in (["done", "objection"], ["done", "wrong_state"])
    assert again(notice).state == "cancelled"
    assert court.challenge.state == "opened"


def test_the_same_objection_sent_many_times_at_once_is_one(court):
    notice = court.shown()
    calls = [lambda: court.objection(notice, key="once")] * 5
    assert at_once(*calls) == ["done"] * 5
    assert Objection.objects.count() == 1
