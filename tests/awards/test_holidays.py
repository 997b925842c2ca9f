"""A result over days whose calendar is not known yet is final only once it is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from marketplace.awards import permissions, settling
from marketplace.awards.models import ResultNotice
from marketplace.core import clock
from marketplace.core.promises import due_stamp
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import SHANGHAI, due_after
from tests.awards.factories import again
from tests.factories import HolidayYearFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SECOND = timedelta(seconds=1)


@pytest.fixture
def show(court):
    """Show a result of five working days at ten in the morning of a day."""

    def shown_on(day):
        move_to(datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(hours=10))
        return court.shown()

    return shown_on


def move_to(instant):
    clock.shift(timedelta())
    clock.shift(instant - clock.now())


def code(court, notice, at):
    return permissions.may_settle_notice(court.approver, again(notice), at=at).code


def until(notice):
    found = again(notice).lasts_until
    assert found is not None
    return found


def last_day(notice):
    return until(notice).astimezone(SHANGHAI).date()


def test_over_spring_festival_it_waits_for_the_calendar_and_then_for_its_days(court, show):
    notice = show(date(2027, 2, 3))
    reckoned = notice.ends_at
    assert reckoned.date() == date(2027, 2, 10)
    assert code(court, notice, reckoned + SECOND) == "reckoned"
    HolidayYearFactory(year=2027)
    assert last_day(notice) == date(2027, 2, 17)
    assert code(court, notice, reckoned + SECOND) == "on_show"
    assert code(court, notice, until(notice)) == ""


def test_a_notice_that_crosses_the_year_waits_for_the_next_years_calendar(court, show):
    notice = show(date(2026, 12, 29))
    assert code(court, notice, notice.ends_at) == "reckoned"
    HolidayYearFactory(year=2027, days_off=["2027-01-04"])
    assert (notice.ends_at.date(), last_day(notice)) == (date(2027, 1, 6), date(2027, 1, 7))
    assert code(court, notice, notice.ends_at) == "on_show"


def test_a_calendar_with_more_worked_days_moves_no_end_forward(court, show):
    notice = show(date(2027, 3, 3))
    HolidayYearFactory(year=2027, days_worked=["2027-03-06", "2027-03-07"])
    assert until(notice) == notice.ends_at
    assert code(court, notice, notice.ends_at - SECOND) == "on_show"


def test_until_its_end_is_known_and_over_objections_are_taken(court, show):
    notice = show(date(2027, 2, 3))
    later = notice.ends_at + SECOND
    assert permissions.may_object(court.stranger, again(notice), at=later)
    HolidayYearFactory(year=2027)
    assert permissions.may_object(court.stranger, again(notice), at=later)
    refused = permissions.may_object(court.stranger, again(notice), at=until(notice))
    assert refused.code == "not_on_show"


def test_the_award_keeps_the_end_that_held(court, show):
    notice = show(date(2027, 2, 3))
    HolidayYearFactory(year=2027)
    end = until(notice)
    move_to(end - timedelta(minutes=1))
    with pytest.raises(Refusal):
        settling.settle_notice(notice, by=court.approver)
    court.firms[0].credit_facts.update(as_of=end.date())
    move_to(end + SECOND)
    settling.settle_notice(notice, by=court.approver)
    assert ResultNotice.objects.get().ends_at == end


def test_a_decision_on_an_objection_is_late_only_after_the_days_off(court, show):
    objection = court.objection(show(date(2027, 2, 3)))
    said = objection.due_at
    HolidayYearFactory(year=2027)
    workdays = court.challenge.programme.objection_workdays
    assert objection.due_by == due_after(objection.filed_at, workdays) > said
    assert due_stamp(objection, said + SECOND, due_by=objection.due_by) == ""
    assert due_stamp(objection, objection.due_by, due_by=objection.due_by) == "escalated_at"


def test_what_was_decided_keeps_the_day_that_was_said(court, show):
    objection = court.objection(show(date(2027, 2, 3)))
    objection.state = "rejected"
    HolidayYearFactory(year=2027)
    assert objection.due_by == objection.due_at
