"""A planned day is reminded of in its morning, once more when it was missed, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from marketplace.challenges.dues import Hand, dues_of, end_of_day
from marketplace.challenges.models import Challenge, PlanReminder
from marketplace.challenges.reminding import remind, remind_of_plans
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand, DemandLifecycle
from tests.challenges.factories import ChallengeOffice, fresh
from tests.challenges.test_notices import told
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return ChallengeOffice()


def at_noon(*, later=0):
    """Let it be noon in Shanghai tomorrow or so many days later, and return the day."""
    now = datetime.now(UTC)
    noon = now.replace(hour=4, minute=0, second=0)
    clock.shift(noon + timedelta(days=1 + later) - now)
    return clock.now().astimezone(SHANGHAI).date()


def closed(office, state="closed", **days):
    """Return a challenge past its close with planned days, as rows alone."""
    challenge = office.as_listed()
    past = clock.now() - timedelta(days=1)
    Demand.objects.filter(pk=challenge.demand_id).update(**days)
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        opens_at=None, closes_at=past, closed_at=past
    )
    Challenge.objects.filter(pk=challenge.pk).update(state=state)
    return fresh(challenge)


def kinds():
    rows = Entry.objects.filter(kind__startswith="planned_step").order_by("pk")
    return [(one.kind, one.data["step"]) for one in rows]


def test_on_its_day_and_once_more_when_it_was_missed(office):
    today = at_noon()
    closed(office, opening_on=today)
    for _time in range(2):
        remind_of_plans()
    assert kinds() == [("planned_step_today", "opening_on")]
    at_noon(later=1)
    for _time in range(2):
        remind_of_plans()
    assert kinds() == [("planned_step_today", "opening_on"), ("planned_step_late", "opening_on")]


def test_the_handling_people_read_which_step_and_day(office):
    today = at_noon()
    challenge = closed(office, opening_on=today)
    remind(challenge)
    notice = told("planned_step_today", "planned_step_today")[office.editor]
    assert "计划开启方案日" in notice.text
    assert today.isoformat() in notice.text
    assert challenge.demand.title in notice.text


def test_neither_before_the_morning_nor_long_after_nor_of_what_is_done(office):
    today = at_noon()
    closed(office, opening_on=today + timedelta(days=1))
    closed(office, opening_on=today - timedelta(days=8))
    closed(office, state="noticed", opening_on=today, review_ends_on=today)
    remind_of_plans()
    assert kinds() == []


def test_a_later_step_is_late_while_an_earlier_one_still_waits(office):
    today = at_noon()
    past = today - timedelta(days=1)
    closed(office, opening_on=past, review_ends_on=past, notice_on=today)
    remind_of_plans()
    assert kinds() == [
        ("planned_step_late", "opening_on"),
        ("planned_step_late", "review_ends_on"),
        ("planned_step_today", "notice_on"),
    ]


def test_a_day_that_an_addendum_moved_is_reminded_of_anew(office):
    today = at_noon()
    challenge = closed(office, opening_on=today - timedelta(days=1))
    remind(challenge)
    Demand.objects.filter(pk=challenge.demand_id).update(opening_on=today)
    remind(fresh(challenge))
    assert kinds() == [("planned_step_late", "opening_on"), ("planned_step_today", "opening_on")]


def test_the_board_knows_the_planned_day_as_due(office):
    today = at_noon()
    challenge = closed(office, opening_on=today)
    [due] = [one for one in dues_of([challenge], at=clock.now())[challenge.pk] if one.step]
    assert (due.hand, due.by) == (Hand.OFFICER, end_of_day(today))
    assert due.is_late_at(end_of_day(today))


@pytest.mark.django_db(transaction=True)
def test_of_reminders_at_the_same_moment_one_is_given(office):
    challenge = closed(office, opening_on=at_noon())
    assert at_once(*[partial(remind, fresh(challenge)) for _one in range(4)]) == ["done"] * 4
    assert PlanReminder.objects.count() == len(kinds()) == 1
