"""A challenge that failed is listed again in one step, with its rules, followers and lessons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.challenges import actions
from marketplace.challenges.models import Challenge
from marketplace.challenges.relisting import challenge_relisting, relist_challenge
from marketplace.claims.relisting import may_relist as may_relist_demand
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.subscriptions import following
from tests.challenges.factories import (
    ChallengeOffice,
    end_bidding,
    follow,
    fresh,
    reason_for,
)
from tests.factories import UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LESSONS = "上一轮周期过短，本轮延长两个月。"


@pytest.fixture
def office():
    return ChallengeOffice()


def fail(challenge, office):
    end_bidding(challenge)
    actions.fail_challenge(fresh(challenge), by=office.editor, reason=reason_for("failed"))
    return fresh(challenge)


def list_again(office, successor):
    """Give the draft its times anew, and bring it onto the list."""
    demand = office.revise(successor.demand, closes_at=clock.now() + timedelta(days=40))
    from_now = fresh(successor)
    office.hand_in(from_now)
    office.judge(fresh(successor), "pass", "pass", "pass")
    office.submit(type(demand).objects.get(pk=demand.pk))
    office.approve(demand)
    follow(successor)
    for entry in Entry.objects.filter(kind="challenge_published", subject_key=successor.pk):
        challenge_relisting(entry)
    return fresh(successor)


def test_the_new_draft_has_content_rules_and_criteria_of_the_old_one(office):
    failed = fail(office.listed(rules={"consortium_limit": 4}), office)
    draft = relist_challenge(failed, by=office.editor, lessons=LESSONS)
    assert draft.demand.title == failed.demand.title
    assert (draft.state, draft.consortium_limit, draft.lessons) == ("drafted", 4, LESSONS)
    criteria = [
        list(one.criteria.values_list("name", "weight", "minimum")) for one in (failed, draft)
    ]
    assert criteria[0] == criteria[1]
    assert draft.predecessor == failed


def test_a_second_call_returns_the_first_draft(office):
    failed = fail(office.listed(), office)
    first = relist_challenge(failed, by=office.editor)
    assert relist_challenge(failed, by=office.editor) == first
    assert Challenge.objects.filter(predecessor=failed).count() == 1


def test_a_terminated_one_is_listed_again_too(office):
    challenge = office.listed()
    actions.terminate_challenge(challenge, by=office.editor, reason=reason_for("terminated"))
    assert relist_challenge(fresh(challenge), by=office.editor).state == "drafted"


def test_what_still_runs_is_not_and_strangers_do_not(office):
    with pytest.raises(Refusal) as refusal:
        relist_challenge(office.listed(), by=office.editor)
    assert refusal.value.code == "wrong_state"
    with pytest.raises(Refusal) as refusal:
        relist_challenge(fail(office.listed(), office), by=UserFactory())
    assert refusal.value.status == 403


def test_an_ordinary_relisting_leaves_challenges_alone(office):
    failed = fail(office.listed(), office)
    decision = may_relist_demand(office.editor, failed.demand, at=clock.now())
    assert decision.code == "challenge"


def test_followers_come_over_when_it_is_listed_and_not_before(office):
    challenge = office.listed()
    follower = UserFactory()
    following.follow(challenge.demand, by=follower)
    draft = relist_challenge(fail(challenge, office), by=office.editor, lessons=LESSONS)
    assert following.follow_of(follower, draft.demand) is None
    listed = list_again(office, draft)
    assert listed.state == "published"
    assert following.follow_of(follower, listed.demand) is not None
    [entry] = Entry.objects.filter(kind="demand_relisted")
    assert (entry.subject_key, entry.data) == (
        str(challenge.demand_id),
        {"successor": listed.demand_id},
    )
    challenge_relisting(Entry.objects.get(kind="challenge_published", subject_key=listed.pk))
    assert Entry.objects.filter(kind="demand_relisted").count() == 1


def test_both_pages_link_to_each_other_and_show_the_lessons(client, office):
    failed = fail(office.listed(), office)
    listed = list_again(office, relist_challenge(failed, by=office.editor, lessons=LESSONS))
    numbers = [one.demand.lifecycle.number for one in (failed, listed)]
    pages = [client.get(reverse("portal:demand", args=[one])).content.decode() for one in numbers]
    assert numbers[1] in pages[0]
    assert numbers[0] in pages[1]
    assert LESSONS in pages[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_one_draft_is_made(office):
    failed = fail(office.listed(), office)
    calls = [lambda: relist_challenge(fresh(failed), by=office.editor)] * 2
    assert at_once(*calls) == ["done", "done"]
    assert Challenge.objects.filter(predecessor=failed).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_failure_and_an_opening_the_second_finds_the_first(office):
    challenge = office.closed()
    answers = at_once(
        lambda: actions.open_challenge(fresh(challenge), by=None),
        lambda: actions.fail_challenge(
            fresh(challenge), by=office.editor, reason=reason_for("failed")
        ),
    )
    assert answers in (["done", "done"], ["done", "wrong_state"])
    assert fresh(challenge).state == "failed"
