"""Two people of one body, and two of one department, at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.calls import calling as steps
from marketplace.calls import due, proposing, replying, rounds
from marketplace.calls.models import Proposal, Reply
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from tests.calls.factories import again, move_to
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_people_of_one_body_give_one_reply(collecting):
    collecting.need()
    reply = collecting.reply()
    calls = [
        lambda person=person: replying.send_reply(reply, by=person)
        for person in (collecting.editors[0], collecting.approvers[0])
    ]
    assert at_once(*calls, *calls) == ["done", *["wrong_state"] * 3]
    assert Reply.objects.filter(round=collecting.key, state="answered").count() == 1
    assert Entry.objects.filter(kind="reply_answered").count() == 1


def test_a_need_and_no_need_are_never_both(collecting):
    collecting.need()
    reply = collecting.reply()
    need = reply.needs.get()
    replying.drop_need(need, by=collecting.editors[0])
    answers = at_once(
        lambda: collecting.need(title="另一项"),
        lambda: replying.say_none(reply, by=collecting.approvers[0], signed="王主任"),
    )
    assert answers in (["done", "mistakes"], ["done", "wrong_state"])
    stored = collecting.reply()
    assert (stored.state == "none") != stored.needs.exists()


def test_a_reply_and_the_close_leave_one_of_the_two_first(collecting):
    collecting.need()
    reply = collecting.reply()
    answers = at_once(
        lambda: replying.send_reply(reply, by=collecting.editors[0]),
        lambda: steps.close_call(collecting.round, by=collecting.runner),
    )
    assert answers in (["done", "done"], ["done", "wrong_state"])
    assert collecting.round.state == "closed"


def test_a_round_is_opened_once(collecting):
    draft = collecting.drafted()
    calls = [lambda: rounds.open_round(draft, by=collecting.runner)] * 4
    assert at_once(*calls) == ["done", *["wrong_state"] * 3]
    assert draft.replies.count() == 2


def test_silence_is_told_once_whoever_runs_the_clock(collecting):
    move_to(collecting.round.due_at + timedelta(seconds=1))
    assert at_once(*[due.prompt_bodies] * 3) == ["done"] * 3
    assert Entry.objects.filter(kind="reply_overdue").count() == 2


def test_a_proposal_is_adopted_or_declined_once_and_makes_one_draft(calling):
    proposal = calling.proposal()
    answers = at_once(
        lambda: proposing.adopt_proposal(proposal, by=calling.officer, mode="challenge"),
        lambda: proposing.adopt_proposal(proposal, by=calling.officer, mode="technology"),
        lambda: proposing.decline_proposal(proposal, by=calling.approver, answer="已有安排。"),
        lambda: proposing.withdraw_proposal(proposal, by=calling.proposer),
    )
    assert answers == ["done", *["wrong_state"] * 3]
    assert Demand.objects.count() == (again(proposal).state == "adopted")


def test_the_same_proposal_sent_many_times_at_once_is_one(calling):
    calls = [lambda: calling.proposal(key="once")] * 4
    assert at_once(*calls) == ["done"] * 4
    assert Proposal.objects.count() == 1


def test_around_the_due_time_a_proposal_comes_before_it_or_not_at_all(calling):
    move_to(calling.call.due_at - timedelta(milliseconds=30))
    answers = at_once(*[calling.proposal] * 6)
    assert set(answers) <= {"done", "not_open"}
    assert Proposal.objects.count() == answers.count("done")
    for one in Proposal.objects.all():
        assert one.submitted_at < calling.call.due_at
    assert clock.now() >= calling.call.due_at or answers.count("done") == 6
