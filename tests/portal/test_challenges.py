"""What the public reads of challenges: a list by step, and rules and steps on the demand's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from marketplace.calls.proposing import adopt_proposal
from marketplace.challenges import actions
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.listings.models import Demand, Question
from marketplace.notifications.topics import names_changed_by
from tests.awards.factories import Court
from tests.calls.factories import Calling
from tests.challenges.factories import ChallengeOffice, end_bidding, fresh, reason_for
from tests.claims.factories import with_lifecycle
from tests.factories import UserFactory

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


def test_a_class_of_infrastructure_narrows_the_list_beside_the_step(client, office):
    renewed = office.as_listed(rules={"infrastructure": "renewed"})
    office.as_listed(rules={"infrastructure": "new"})
    office.as_listed()
    address = reverse("portal:challenges")
    answer = client.get(address, {"class": "renewed", "step": "bidding"})
    assert titles(answer) == [renewed.demand.title]
    counts = [(one.key, one.count, one.is_chosen) for one in answer.context["kinds"]]
    assert counts == [("new", 1, False), ("renewed", 1, True)]
    assert answer.context["kinds"][0].query == "?step=bidding&class=new"
    assert {one.count for one in answer.context["groups"] if one.is_chosen} == {1}
    unknown = client.get(address, {"class": "other"})
    assert (len(titles(unknown)), unknown.context["is_unknown"]) == (3, True)


def test_the_page_of_one_listed_again_carries_the_questions_of_the_earlier_round(client, office):
    first = office.as_listed()
    question = Question.objects.create(
        demand=first.demand,
        asker=UserFactory(),
        text="数据能否带出安全域？",
        answer="不能，安全域内提供环境。",
        state="published",
        asked_at=clock.now(),
        answered_at=clock.now(),
        drafted_by=office.editor,
        answered_by=office.reviewer,
    )
    second = office.as_listed()
    type(second).objects.filter(pk=second.pk).update(predecessor=first.pk)
    page = client.get(reverse("portal:demand", args=[second.demand.lifecycle.number]))
    assert list(page.context["earlier_questions"]) == [question]
    assert "不能，安全域内提供环境。" in page.content.decode()


@pytest.mark.parametrize("kind", ["challenge_opened", "challenge_noticed", "challenge_completed"])
def test_an_open_page_follows_the_steps_of_its_challenge(client, office, kind):
    challenge = office.as_listed()
    number = challenge.demand.lifecycle.number
    with transaction.atomic():
        entry = record(kind, challenge, actor=None, data={"demand": challenge.demand_id})
    assert f"demand:{number}" in names_changed_by(entry)
    part = client.get(reverse("notifications:fragment", args=["demand", number]))
    page = client.get(reverse("portal:demand", args=[number]))
    for shown in (part, page):
        assert shown.content.decode().count('id="live-challenge" data-part') == 1


def test_what_is_before_the_list_moves_no_page_but_the_boards_of_those_who_run_it(office):
    challenge = office.drafted()
    with transaction.atomic():
        data = {"demand": challenge.demand_id}
        entry = record("challenge_handed_in", challenge, actor=None, data=data)
    assert {name.partition(":")[0] for name in names_changed_by(entry)} == {"board"}
