"""Who is told of results and objections, and that no words say who objects."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.awards import due, objecting, settling
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.awards.factories import GROUNDS
from tests.claims.factories import person_of
from tests.factories import UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORDS = "经核实，检测报告真实有效。"


def told(kind):
    """Dispatch the newest entry of a kind; return who was told."""
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")
    return {row.user for row in Notification.objects.filter(kind=kind).select_related("user")}


def test_bidders_hear_of_the_result_and_all_concerned_of_the_award(court):
    notice = court.over()
    assert told("result_notice_shown") == set(court.bidders)
    settling.settle_notice(notice, by=court.approver)
    assert told("result_notice_settled") >= {*court.bidders, court.officer}


def test_only_who_may_decide_hears_of_an_objection(court):
    court.objection(court.shown())
    assert told("objection_filed") == {court.judge}


def test_staff_hear_where_nobody_of_the_unit_may_decide(court):
    court.office.organisation.memberships.filter(user=court.judge).delete()
    staff = UserFactory(staff=True)
    court.objection(court.shown())
    people = told("objection_filed")
    assert staff in people
    assert court.approver not in people


def test_a_late_decision_is_told_to_staff_and_the_supervisor(court):
    supervisor = person_of(court.office.organisation, Role.SUPERVISOR)
    staff = UserFactory(staff=True)
    objection = court.objection(court.shown())
    clock.shift(objection.due_at + timedelta(seconds=1) - clock.now())
    due.prompt_for_decisions()
    assert told("objection_overdue") >= {supervisor, staff}


def test_the_objector_hears_of_the_decision_and_nobody_of_the_objector(court):
    objection = court.objection(court.shown(), by=court.bidders[0], organisation=court.firms[0])
    objecting.reject_objection(objection, by=court.judge, decision=WORDS)
    assert told("objection_rejected") == {court.bidders[0]}
    told("objection_filed")
    for row in Notification.objects.select_related("user"):
        shown = notice_of(row)
        said = f"{shown.title} {shown.text} {row.params}"
        assert GROUNDS not in said
        assert WORDS not in said
        assert court.firms[0].name not in said
        assert str(court.bidders[0]) not in said
