"""What waits in rounds and open calls, and for whom nothing does."""

from __future__ import annotations

import pytest

from marketplace.calls import due, proposing
from marketplace.calls.waiting import steps_waiting_for
from tests.calls.factories import Collecting, move_to
from tests.listings.factories import staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def urls_of(person):
    return [one.url for one in steps_waiting_for(person)]


def test_a_reply_waits_for_the_body_until_it_is_sent_then_the_close_for_the_runner(collecting):
    [one] = steps_waiting_for(collecting.editors[0])
    assert (one.url, one.due) == (
        f"/workbench/replies/{collecting.reply().pk}/",
        collecting.round.due_at,
    )
    collecting.said_none(0)
    assert urls_of(collecting.editors[0]) == urls_of(collecting.runner) == []
    move_to(collecting.round.due_at)
    assert urls_of(collecting.runner) == [f"/workbench/rounds/{collecting.key}/"]


def test_a_reply_that_is_no_longer_taken_waits_for_nobody():
    collecting = Collecting(takes_late=False)
    move_to(collecting.round.due_at)
    assert urls_of(collecting.editors[0]) == []


def test_a_proposal_waits_for_who_answers_and_for_staff_once_it_is_late(calling):
    portal = staff()
    proposal = calling.proposal()
    page = f"/workbench/proposals/{proposal.receipt}/"
    assert urls_of(calling.officer) == [page]
    assert urls_of(portal) == urls_of(calling.proposer) == []
    move_to(proposal.due_at)
    due.prompt_departments()
    assert page in urls_of(portal)
    proposing.decline_proposal(proposal, by=calling.officer, answer="已有。")
    assert page not in urls_of(portal)
