"""Reminders before a round is due, silence told at the due time, late answers: each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.calls import calling as steps
from marketplace.calls import due, proposing
from marketplace.calls.models import Proposal
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.models import Entry
from tests.calls.factories import Collecting, move_to

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def entries(*kinds):
    rows = Entry.objects.filter(kind__in=kinds).order_by("pk")
    return [(row.kind, row.data.get("days")) for row in rows]


def twice(run):
    run()
    run()


def test_the_silent_are_reminded_seven_three_and_one_day_before_each_once(collecting):
    for days in (8, 7, 6, 3, 1):
        move_to(collecting.round.due_at - timedelta(days=days))
        twice(due.prompt_bodies)
    told = entries("round_due_soon")
    assert told == [("round_due_soon", 7), ("round_due_soon", 3), ("round_due_soon", 1)]


def test_a_reminder_that_a_shorter_one_has_overtaken_is_left_out(collecting):
    move_to(collecting.round.due_at - timedelta(hours=2))
    due.prompt_bodies()
    assert entries("round_due_soon") == [("round_due_soon", 1)]


def test_a_reminder_whose_day_lies_before_the_opening_is_left_out():
    collecting = Collecting(due_at=clock.now() + timedelta(days=2, hours=1))
    due.prompt_bodies()
    assert entries("round_due_soon") == []
    move_to(collecting.round.due_at - timedelta(days=1))
    due.prompt_bodies()
    assert entries("round_due_soon") == [("round_due_soon", 1)]


def test_nobody_is_reminded_where_everybody_has_replied(collecting):
    collecting.said_none(0)
    collecting.answered(1)
    move_to(collecting.round.due_at - timedelta(days=3))
    due.prompt_bodies()
    move_to(collecting.round.due_at)
    due.prompt_bodies()
    assert entries("round_due_soon", "reply_overdue") == []


def test_at_the_due_time_each_silent_body_is_told_of_once(collecting):
    collecting.said_none(1)
    move_to(collecting.round.due_at)
    twice(due.prompt_bodies)
    assert Entry.objects.get(kind="reply_overdue").subject_key == str(collecting.reply(0).pk)


def test_an_extended_round_reminds_and_tells_anew(collecting):
    move_to(collecting.round.due_at)
    due.prompt_bodies()
    later = collecting.round.due_at + timedelta(days=5)
    steps.extend_call(collecting.round, by=collecting.runner, until=later)
    move_to(later - timedelta(days=3))
    twice(due.prompt_bodies)
    move_to(later)
    twice(due.prompt_bodies)
    assert entries("round_due_soon") == [("round_due_soon", 3)]
    assert Entry.objects.filter(kind="reply_overdue").count() == 4


def test_a_closed_round_tells_nobody(collecting):
    steps.close_call(collecting.round, by=collecting.runner)
    move_to(collecting.round.due_at)
    due.prompt_bodies()
    due.prompt_round(collecting.round)
    assert entries("round_due_soon", "reply_overdue") == []


def test_an_answer_is_reminded_of_on_its_day_and_escalated_after_it_once(calling):
    proposal = calling.proposal()
    due.prompt_departments()
    assert entries("proposal_due_today", "proposal_overdue") == []
    move_to(morning_of(proposal.due_at) + timedelta(seconds=1))
    twice(due.prompt_departments)
    move_to(proposal.due_at)
    twice(due.prompt_departments)
    told = [kind for kind, _days in entries("proposal_due_today", "proposal_overdue")]
    assert told == ["proposal_due_today", "proposal_overdue"]
    stamped = Proposal.objects.get()
    assert stamped.reminded_at
    assert stamped.escalated_at


def test_what_was_answered_is_left_alone(calling):
    proposal = calling.proposal()
    proposing.decline_proposal(proposal, by=calling.officer, answer="已有。")
    move_to(proposal.due_at)
    due.prompt_departments()
    assert due.prompt_proposal(proposal) == ""
