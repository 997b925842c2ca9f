"""Who is told of what happens to an item."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings import actions
from marketplace.notifications import kinds
from marketplace.organisations.models import Role
from tests.factories import UnitFactory
from tests.listings.factories import CONTACT, Office, approve_step, fresh, member, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return Office()


def told(kind, **entry):
    """Return who is told by the newest entry of a kind, and the words."""
    found = Entry.objects.filter(kind=kind, **entry).latest("pk")
    notice = kinds.kinds_of(kind)[0]
    params = notice.params(found)
    return set(notice.recipients(found)), notice.title(params), notice.text(params)


def test_an_opened_step_is_told_to_those_who_decide_it(office):
    demand = office.submitted()
    people, title, text = told("demand_step_opened")
    assert people == {office.approver}
    assert step_of(demand).task.name in title
    assert demand.title in text


def test_a_step_that_was_decided_meanwhile_is_told_to_nobody(office):
    demand = office.submitted()
    first = Entry.objects.get(kind="demand_step_opened")
    approve_step(demand)
    [notice] = kinds.kinds_of("demand_step_opened")
    assert list(notice.recipients(first)) == []


def test_the_last_step_is_told_to_the_reviewers(office):
    office.reviewed()
    people, _title, _text = told("demand_step_opened")
    assert people == {office.reviewer}


def test_a_return_is_told_to_the_writers_and_not_to_others(office):
    viewer = member(office.organisation, Role.VIEWER)
    second = member(office.organisation, Role.EDITOR)
    demand = office.submitted()
    actions.decide_step(step_of(demand), by=office.approver, approve=False, comment="机密意见")
    people, title, text = told("demand_returned")
    assert people == {office.editor, second}
    assert viewer not in people
    assert "机密意见" not in title + text


def test_a_publication_is_told_to_the_writers(office):
    demand = office.published()
    people, _title, text = told("demand_published")
    assert people == {office.editor}
    assert demand.lifecycle.number in text


def test_only_the_handling_units_writers_are_told(office):
    mine, other = (UnitFactory(organisation=office.organisation) for _time in range(2))
    inside = member(office.organisation, Role.EDITOR, mine)
    outside = member(office.organisation, Role.EDITOR, other)
    office.published(operation={**CONTACT, "unit": mine})
    people, _title, _text = told("demand_published")
    assert inside in people
    assert outside not in people


def test_a_schedule_is_told_with_its_instant(office):
    demand = office.reviewed()
    approve_step(demand, goes_live=clock.now() + timedelta(days=1))
    people, _title, text = told("demand_scheduled")
    assert people == {office.editor}
    assert str(fresh(demand).lifecycle.goes_live.year) in text


def test_a_withdrawal_by_staff_is_told_to_the_owner(office):
    demand = office.published()
    actions.withdraw_listing(demand, by=office.reviewer, reason="内容有误")
    assert told("demand_withdrawn")[0] == {office.editor}


def test_a_withdrawal_by_the_owner_is_told_to_nobody(office):
    demand = office.published()
    actions.withdraw_listing(demand, by=office.editor, reason="不再需要")
    assert told("demand_withdrawn")[0] == set()
