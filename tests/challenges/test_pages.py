"""The pages on which a challenge is ruled, judged and run; nothing typed is lost."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from marketplace.challenges import fitness
from marketplace.challenges.models import Challenge, FitnessVote, Programme
from marketplace.organisations.models import Role
from tests.challenges.factories import CONTENT, ChallengeOffice, file, fresh, reason_for
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return ChallengeOffice()


def page_of(challenge, verb=""):
    name = "challenges:act" if verb else "challenges:work"
    return reverse(name, args=[challenge.demand_id, *([verb] if verb else [])])


def typed_rules(**changes):
    rows = [("技术路线", "60", ""), ("实施能力", "40", "50"), ("", "", "")]
    typed = {
        "edition": "0",
        "programme": str(Programme.objects.get().pk),
        "seal_mode": "time_lock",
        "bidder_kinds": ["firm", "research"],
        "consortium_limit": "3",
        "parallel_teams": "1",
        "minimum_bids": "1",
        "panel_size": "5",
        "criteria-TOTAL_FORMS": str(len(rows)),
        "criteria-INITIAL_FORMS": "0",
    }
    for number, (name, weight, minimum) in enumerate(rows):
        typed |= {
            f"criteria-{number}-name": name,
            f"criteria-{number}-weight": weight,
            f"criteria-{number}-minimum": minimum,
        }
    return typed | changes


def rule(client, demand, **changes):
    return client.post(reverse("challenges:rule", args=[demand.pk]), typed_rules(**changes))


def test_an_author_rules_a_demand_in_mode_challenge(client, office):
    demand = office.draft(**CONTENT)
    client.force_login(office.editor)
    item = client.get(reverse("listings:item", args=["demand", demand.pk]))
    assert reverse("challenges:work", args=[demand.pk]) in item.content.decode()
    assert rule(client, demand).status_code == 302
    made = Challenge.objects.get(demand=demand)
    assert (made.consortium_limit, made.bidder_kinds) == (3, ["firm", "research"])
    assert [f"{one.name} {one.weight:.0f}" for one in made.criteria.all()] == [
        "技术路线 60",
        "实施能力 40",
    ]


def test_what_was_typed_comes_back_with_the_mistakes(client, office):
    demand = office.draft(**CONTENT)
    client.force_login(office.editor)
    answer = rule(client, demand, consortium_limit="0", **{"criteria-0-name": "长期投入"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "长期投入" in text
    assert 'id="id_consortium_limit_error"' in text
    assert not Challenge.objects.exists()


def test_saved_numbers_come_back_as_they_were_typed(client, office):
    challenge = office.drafted(rules={"own_share": Decimal("1.5")})
    client.force_login(office.editor)
    page = client.get(page_of(challenge)).content.decode()
    values = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page))
    assert [values[name] for name in ("criteria-0-weight", "criteria-1-minimum", "own_share")] == [
        *("60", "50", "1.5"),
    ]


def test_a_scale_is_typed_and_shown_and_comes_back(client, office):
    demand = office.draft(**CONTENT)
    client.force_login(office.editor)
    scale = {"criteria-0-top": "30", "criteria-0-minimum": "18"}
    assert rule(client, demand, **scale).status_code == 302
    made = Challenge.objects.get(demand=demand)
    assert [(one.top, one.minimum) for one in made.criteria.all()] == [
        (30, Decimal(18)),
        (100, Decimal(50)),
    ]
    page = client.get(page_of(made)).content.decode()
    values = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page))
    assert values["criteria-0-top"] == "30"
    assert "criteria-1-top" not in values


def test_a_criterion_that_weighs_nothing_is_refused_and_what_was_typed_stays(client, office):
    challenge = office.drafted()
    client.force_login(office.editor)
    wrong = {"edition": "1", "criteria-0-weight": "0", "criteria-0-name": "不计分项"}
    answer = rule(client, challenge.demand, **wrong)
    assert answer.status_code == 422
    assert "“不计分项”" in answer.content.decode()
    assert 'value="不计分项"' in answer.content.decode()
    assert [one.weight for one in challenge.criteria.all()] == [60, 40]


def test_one_more_row_saves_nothing(client, office):
    demand = office.draft(**CONTENT)
    client.force_login(office.editor)
    answer = rule(client, demand, more="1")
    assert (answer.status_code, Challenge.objects.count()) == (200, 0)
    assert "criteria-5-name" in answer.content.decode()


def test_an_older_edition_is_told_and_keeps_what_was_typed(client, office):
    challenge = office.drafted()
    client.force_login(office.editor)
    answer = rule(client, challenge.demand, consortium_limit="4")
    assert answer.status_code == 409
    assert 'value="4"' in answer.content.decode()
    assert fresh(challenge).consortium_limit == 3


def test_the_page_names_what_is_still_needed_and_hands_in(client, office):
    challenge = office.drafted(budget_kind="undisclosed", budget_high=None)
    client.force_login(office.editor)
    assert "榜单应写明金额" in client.get(page_of(challenge)).content.decode()
    refused = client.post(page_of(challenge, "hand_in"))
    assert (refused.status_code, fresh(challenge).state) == (422, "drafted")
    ready = office.drafted()
    assert client.post(page_of(ready, "hand_in")).status_code == 302
    assert fresh(ready).state == "arguing"


def test_staff_asks_and_concludes_by_the_page(client, office):
    challenge = office.arguing()
    client.force_login(office.reviewer)
    unknown = client.post(page_of(challenge, "ask"), {"reviewer": "nobody@example.test"})
    assert unknown.status_code == 422
    assert "nobody@example.test" in unknown.content.decode()
    for _one in range(3):
        client.post(page_of(challenge, "ask"), {"reviewer": UserFactory().email})
    for vote in FitnessVote.objects.all():
        file(vote)
    assert client.post(page_of(challenge, "conclude")).status_code == 302
    assert fresh(challenge).state == "argued"


def test_the_staffs_list_counts_votes_and_ratios(client, office):
    office.listed()
    challenge = office.arguing()
    file(office.asked(challenge)[0])
    client.force_login(office.reviewer)
    text = client.get(reverse("challenges:running")).content.decode()
    assert "1 / 3" in text
    assert "50%" in text
    client.force_login(office.editor)
    assert client.get(reverse("challenges:running")).status_code == 404


def judged(**changes):
    aspects = ["necessity", "indicators", "budget", "supply", "wording"]
    typed = {f"{one}_verdict": "fit" for one in aspects}
    return typed | {"outcome": "pass"} | changes


def test_a_reviewer_reads_and_votes_once(client, office):
    [vote, *_others] = office.asked(office.arguing())
    client.force_login(vote.reviewer)
    url = reverse("challenges:vote", args=[vote.pk])
    assert "老城区易涝点" in client.get(url).content.decode()
    lacking = client.post(url, {"outcome": "return", "necessity_text": "写到一半"})
    assert lacking.status_code == 422
    assert "写到一半" in lacking.content.decode()
    assert client.post(url, judged()).status_code == 302
    assert client.post(url, judged()).status_code == 409
    assert FitnessVote.objects.get(pk=vote.pk).vote == "pass"


def test_nobody_else_opens_a_vote_not_even_staff(client, office):
    [vote, *_others] = office.asked(office.arguing())
    for one in (office.reviewer, office.editor, UserFactory(staff=True)):
        client.force_login(one)
        assert client.get(reverse("challenges:vote", args=[vote.pk])).status_code == 404


def test_votes_stay_unread_until_the_check_is_over(client, office):
    challenge = office.arguing()
    vote = file(office.asked(challenge)[0], "return")
    client.force_login(office.editor)
    running = client.get(page_of(challenge)).content.decode()
    assert str(vote.reviewer) in running
    assert "理由见附注" not in running
    for other in office.asked(challenge, count=2):
        file(other, "return")
    fitness.conclude_check(challenge, by=office.reviewer, words="请补充。")
    assert "理由见附注" in client.get(page_of(challenge)).content.decode()


def test_a_strangers_firm_sees_no_draft_and_a_visitor_signs_in(client, office):
    challenge = office.drafted()
    assert client.get(page_of(challenge)).status_code == 302
    client.force_login(member(OrganisationFactory(), Role.OWNER))
    assert client.get(page_of(challenge)).status_code == 404
    assert client.post(page_of(challenge, "hand_in")).status_code == 404


def test_an_officer_terminates_with_a_reason(client, office):
    challenge = office.listed()
    client.force_login(office.editor)
    assert client.post(page_of(challenge, "terminate")).status_code == 422
    typed = {"reason": reason_for("terminated").pk, "words": "经费取消。"}
    assert client.post(page_of(challenge, "terminate"), typed).status_code == 302
    assert "经费取消。" in client.get(page_of(challenge)).content.decode()


def test_an_unknown_step_and_a_scenario_are_not_there(client, office):
    client.force_login(office.editor)
    assert client.post(page_of(office.drafted(), "award")).status_code == 404
    scenario = office.draft()
    assert client.get(reverse("challenges:work", args=[scenario.pk])).status_code == 404
