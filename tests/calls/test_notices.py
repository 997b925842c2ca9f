"""Who is told of rounds and proposals, and that no words say what a proposal holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from marketplace.calls import calling as steps
from marketplace.calls import due, proposing, rounds
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.calls.factories import NEED, TITLE, move_to
from tests.claims.factories import open_demand, person_of
from tests.factories import AgencyFactory
from tests.listings.factories import staff
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(kind, *, entry_kind=""):
    """Dispatch the newest entry of a kind; return who was told."""
    notify_on_entry(Entry.objects.filter(kind=entry_kind or kind).latest("pk"), "")
    return {row.user for row in Notification.objects.filter(kind=kind).select_related("user")}


def test_all_bodies_hear_of_a_round_and_of_its_extension(collecting):
    everybody = {*collecting.editors, *collecting.approvers}
    assert told("round_opened") == everybody
    later = collecting.round.due_at + timedelta(days=1)
    collecting.said_none()
    steps.extend_call(collecting.round, by=collecting.runner, until=later)
    assert told("round_extended") == everybody
    steps.close_call(collecting.round, by=collecting.runner)
    assert told("round_closed") == everybody


def test_only_the_silent_are_reminded(collecting):
    collecting.said_none(0)
    move_to(collecting.round.due_at - timedelta(days=1))
    due.prompt_bodies()
    assert told("round_due_soon") == {collecting.editors[1], collecting.approvers[1]}
    assert "1 天" in notice_of(Notification.objects.filter(kind="round_due_soon")[0]).title


def test_silence_is_told_to_the_bodys_approver_by_its_name(collecting):
    collecting.said_none(0)
    move_to(collecting.round.due_at)
    due.prompt_bodies()
    assert told("reply_overdue") == {collecting.approvers[1]}
    shown = notice_of(Notification.objects.get(kind="reply_overdue"))
    assert str(collecting.bodies[1]) in shown.title


def test_a_body_asked_later_hears_of_it_alone(collecting):
    late = AgencyFactory()
    person = person_of(late, Role.EDITOR)
    rounds.ask_body(collecting.round, late, by=collecting.runner)
    assert told("reply_asked") == {person}


def test_a_proposal_is_told_to_those_who_answer_and_its_answer_to_the_proposer(calling):
    colleague = person_of(calling.firm, Role.OWNER)
    proposal = calling.proposal()
    assert told("proposal_submitted") == {calling.officer, calling.approver}
    proposing.decline_proposal(proposal, by=calling.officer, answer="不在本年范围。")
    assert told("proposal_declined") == {calling.proposer, colleague}


def test_a_late_answer_is_told_to_the_departments_approvers_and_staff(calling):
    portal = staff()
    proposal = calling.proposal()
    move_to(proposal.due_at)
    due.prompt_departments()
    people = told("proposal_overdue")
    assert people >= {calling.approver, portal}
    assert not people & {calling.officer, calling.proposer}


def test_another_department_hears_of_what_is_passed_on(calling):
    other = AgencyFactory()
    person = person_of(other, Role.EDITOR)
    proposing.pass_on(calling.proposal(), by=calling.officer, to=other)
    assert told("proposal_passed_on") == {person}


def test_the_proposer_hears_when_its_demand_is_listed_and_nobody_of_other_demands(calling):
    proposal = calling.proposal()
    adopted = proposing.adopt_proposal(proposal, by=calling.officer, mode="technology")
    assert told("proposal_adopted") == {calling.proposer}
    for demand, people in ((open_demand(), set()), (adopted.demand, {calling.proposer})):
        listed(demand)
        assert told("proposal_listed", entry_kind="demand_published") == people


def listed(demand):
    with transaction.atomic():
        record("demand_published", demand, actor=None)


def test_no_message_says_what_is_proposed_or_by_whom(calling):
    proposal = calling.proposal()
    told("proposal_submitted")
    proposing.decline_proposal(proposal, by=calling.officer, answer="秘密的理由。")
    told("proposal_declined")
    for row in Notification.objects.select_related("user"):
        shown = notice_of(row)
        said = f"{shown.title} {shown.text} {row.params}"
        assert not any(one in said for one in (TITLE, NEED, calling.firm.name, "秘密的理由"))
