"""What a result waits for: the notice, its end, decisions on objections, the award."""

from __future__ import annotations

import pytest

from marketplace.awards import objecting
from marketplace.challenges.dues import Hand, dues_of
from marketplace.core import clock
from tests.awards.factories import Court, end_days_of
from tests.reviews.judging import as_ranked, as_seated

pytestmark = pytest.mark.django_db


def hands(court):
    dues = dues_of([court.challenge], at=clock.now())[court.key]
    return [(due.hand, due.by) for due in dues]


def test_a_frozen_ranking_waits_for_the_officers_notice():
    court = Court(is_ranked=False)
    as_seated(court.challenge, 1)
    assert (Hand.OFFICER, None) not in hands(court)
    as_ranked(court.challenge, court.bids)
    assert hands(court) == [(Hand.OFFICER, None)]


def test_a_draft_waits_for_an_approver_and_then_for_its_end(court):
    court.drafted()
    assert hands(court) == [(Hand.APPROVER, None)]
    notice = court.shown()
    assert hands(court) == [(Hand.CLOCK, notice.ends_at)]
    end_days_of(notice)
    assert hands(court) == [(Hand.APPROVER, None)]


def test_while_an_objection_is_open_its_decision_is_the_next_thing(court):
    objection = court.objection(court.shown())
    assert hands(court) == [(Hand.APPROVER, objection.due_at)]
    objecting.withdraw_objection(objection, by=court.stranger)
    assert hands(court) == [(Hand.CLOCK, court.challenge.result_notices.get().ends_at)]
