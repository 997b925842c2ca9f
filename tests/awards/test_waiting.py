"""What waits for approvers and deciders, and for whom nothing does."""

from __future__ import annotations

import pytest

from marketplace.awards import objecting
from marketplace.awards.waiting import steps_waiting_for
from tests.awards.factories import end_days_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def urls_of(person):
    return [one.url for one in steps_waiting_for(person)]


def test_a_draft_waits_for_an_approver_then_the_award_does_after_its_days(court):
    notice = court.drafted()
    assert urls_of(court.approver) == [f"/demands/{court.number}/notice/"]
    assert urls_of(court.officer) == []
    court.shown()
    assert urls_of(court.approver) == []
    end_days_of(notice)
    assert len(urls_of(court.approver)) == 1


def test_an_objection_waits_for_who_may_decide_until_it_is_decided(court):
    objection = court.objection(court.shown())
    waiting = steps_waiting_for(court.judge)
    assert [(one.url, one.due) for one in waiting] == [
        (f"/objections/{objection.receipt}/", objection.due_at)
    ]
    assert urls_of(court.approver) == []
    objecting.reject_objection(objection, by=court.judge, decision="查无此事。")
    assert urls_of(court.judge) == []
