"""An award is final after the notice, with no objection open and sound facts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.awards import noticing, objecting, permissions, settling
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import CreditFact
from tests.awards.factories import again, end_days_of
from tests.reviews.judging import as_ranked

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORDS = "经核实，异议不成立。"


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_after_its_days_the_award_is_final(court):
    notice = settling.settle_notice(court.over(), by=court.approver)
    assert (again(notice).state, court.challenge.state) == ("settled", "awarded")
    kinds = ["result_notice_settled", "challenge_awarded"]
    assert Entry.objects.filter(kind__in=kinds).count() == 2


@pytest.mark.parametrize(("offset", "code"), [(-1, "on_show"), (0, ""), (1, "")])
def test_the_end_of_the_notice_is_the_first_instant(court, offset, code):
    notice = court.shown()
    at = notice.ends_at + timedelta(milliseconds=offset)
    assert permissions.may_settle_notice(court.approver, notice, at=at).code == code


def test_before_the_end_nothing_is_final(court):
    notice = court.shown()
    refusal = refused(lambda: settling.settle_notice(notice, by=court.approver))
    assert refusal.code == "on_show"
    assert court.challenge.state == "noticed"


def test_an_open_objection_holds_it_and_a_rejected_one_does_not(court):
    notice = court.shown()
    objection = court.objection(notice)
    end_days_of(notice)
    refusal = refused(lambda: settling.settle_notice(again(notice), by=court.approver))
    assert refusal.code == "objection"
    objecting.reject_objection(objection, by=court.judge, decision=WORDS)
    settling.settle_notice(again(notice), by=court.approver)
    assert court.challenge.state == "awarded"


def test_an_open_objection_to_a_cancelled_notice_holds_the_next_award(court):
    first = court.shown()
    upheld, other = court.objection(first), court.objection(first)
    objecting.uphold_objection(upheld, by=court.judge, decision=WORDS, remedy="rescore")
    as_ranked(court.challenge, court.bids)
    second = court.shown()
    end_days_of(second)
    assert refused(lambda: settling.settle_notice(again(second), by=court.approver)).code == (
        "objection"
    )
    objecting.withdraw_objection(other, by=court.stranger)
    settling.settle_notice(again(second), by=court.approver)


def test_a_firm_that_lost_its_standing_is_not_awarded(court):
    notice = court.over()
    court.firms[0].__class__.objects.filter(pk=court.firms[0].pk).update(verified_at=None)
    refusal = refused(lambda: settling.settle_notice(notice, by=court.approver))
    assert refusal.code == "not_eligible"
    assert again(notice).state == "shown"


@pytest.mark.parametrize("answer", [CreditFact.Answer.YES, CreditFact.Answer.UNKNOWN])
def test_credit_is_asked_again_and_unknown_is_no_pass(court, answer):
    notice = court.over()
    court.firms[0].credit_facts.update(answer=answer)
    refusal = refused(lambda: settling.settle_notice(notice, by=court.approver))
    assert refusal.code == "not_eligible"
    assert court.challenge.state == "noticed"


def test_who_drafted_does_not_make_it_final(court):
    notice = court.over()
    refusal = refused(lambda: settling.settle_notice(notice, by=court.officer))
    assert refusal.status == 403


def test_a_final_award_is_never_shown_again(court):
    settling.settle_notice(court.over(), by=court.approver)
    assert refused(court.drafted).code == "wrong_state"
    notice = court.challenge.result_notices.get()
    assert refused(lambda: noticing.show_notice(notice, by=court.approver)).status == 409
