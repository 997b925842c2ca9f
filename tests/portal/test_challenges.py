"""What the public reads of challenges: a list by step, and rules and steps on the demand's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from marketplace.calls.proposing import adopt_proposal
from marketplace.challenges import actions
from marketplace.core import clock
from marketplace.listings.models import Demand
from tests.awards.factories import Court
from tests.calls.factories import Calling
from tests.challenges.factories import ChallengeOffice, end_bidding, fresh, reason_for
from tests.claims.factories import with_lifecycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return ChallengeOffice()


def the_list(client, step=""):
    return client.get(reverse("portal:challenges"), {"step": step} if step else {})


def titles(answer):
    return [row.challenge.demand.title for row in answer.context["page"].object_list]


def test_the_list_holds_what_was_listed_and_no_draft(client, office):
    listed = office.listed()
    draft, arguing, argued = office.drafted(), office.arguing(), office.argued()
    assert titles(the_list(client)) == [listed.demand.title]
    text = the_list(client).content.decode()
    assert not any(one.demand.title in text for one in (draft, arguing, argued))


def test_each_challenge_stands_in_one_group(client, office):
    bidding, sealed, opened, ended = (
        office.listed(),
        office.closed(),
        office.closed(),
        office.closed(),
    )
    actions.open_challenge(opened, by=None)
    actions.fail_challenge(ended, by=office.editor, reason=reason_for("failed"))
    answer = the_list(client)
    counts = {group.key: group.count for group in answer.context["groups"]}
    assert counts == {
        "bidding": 1,
        "upcoming": 0,
        "sealed": 1,
        "opened": 1,
        "noticed": 0,
        "awarded": 0,
        "delivering": 0,
        "completed": 0,
        "ended": 1,
    }
    for step, one in zip(
        ("bidding", "sealed", "opened", "ended"), (bidding, sealed, opened, ended), strict=True
    ):
        assert titles(the_list(client, step)) == [one.demand.title]


def test_those_that_close_soonest_come_first(client, office):
    closed = office.closed()
    listed = office.listed()
    assert titles(the_list(client)) == [listed.demand.title, closed.demand.title]


def test_an_unknown_step_shows_all_and_says_so(client, office):
    office.listed()
    answer = the_list(client, "award")
    assert len(titles(answer)) == 1
    assert answer.context["is_unknown"]


def test_the_demands_page_shows_steps_rules_and_criteria(client, office):
    challenge = office.listed(rules={"consortium_limit": 4, "is_staged": True})
    text = client.get(reverse("portal:demand", args=[challenge.demand.lifecycle.number])).content
    page = text.decode()
    for words in (
        "七步进度",
        "接收密封揭榜方案",
        "技术路线",
        "最多 4 家",
        "不限注册地",
        "分阶段考核",
    ):
        assert words in page


def test_a_failed_one_shows_its_reason(client, office):
    challenge = office.listed()
    end_bidding(challenge)
    reason = reason_for("failed")
    actions.fail_challenge(fresh(challenge), by=office.editor, reason=reason, words="无人揭榜。")
    page = client.get(reverse("portal:demand", args=[challenge.demand.lifecycle.number]))
    assert f"流标：{reason.label}" in page.content.decode()
    assert "无人揭榜。" in page.content.decode()


def test_a_scenarios_page_has_no_steps(client, office):
    demand = office.published()
    page = client.get(reverse("portal:demand", args=[demand.lifecycle.number]))
    assert "七步进度" not in page.content.decode()


def test_a_result_on_show_stands_on_the_demands_page_and_its_draft_is_the_officers_alone(client):
    court = Court()
    page = reverse("portal:demand", args=[court.number])
    draft, notice = (reverse(f"awards:{name}", args=[court.number]) for name in ("draft", "notice"))
    assert draft not in client.get(page).content.decode()
    client.force_login(court.officer)
    assert draft in client.get(page).content.decode()
    court.shown()
    client.logout()
    shown = client.get(page).content.decode()
    assert notice in shown
    assert draft not in shown
    assert titles(the_list(client, "noticed")) == [court.challenge.demand.title]


@pytest.mark.parametrize("may_be_named", [True, False])
def test_a_demand_names_the_source_of_its_idea_where_the_proposer_agrees(client, may_be_named):
    calling = Calling()
    proposal = calling.proposal(may_be_named=may_be_named)
    demand: Any = adopt_proposal(proposal, by=calling.officer, mode="technology").demand
    Demand.objects.filter(pk=demand.pk).update(live=True)
    fields = {"number": "XQ-2026-9002", "state": "live", "published_at": clock.now()}
    with_lifecycle(demand, **fields)
    page = client.get(reverse("portal:demand", args=["XQ-2026-9002"])).content.decode()
    assert (calling.firm.name in page) is may_be_named
