"""A challenge is listed once independent people found it fit, and as they found it."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.challenges import fitness
from marketplace.challenges.models import Challenge, ExitReason, FitnessVote, Outcome
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings import actions
from marketplace.listings.models import DemandParty, Indicator
from marketplace.organisations.models import Role
from tests.challenges.factories import ChallengeOffice, file, fresh, main_indicators, reason_for
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.listings.factories import member, staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return ChallengeOffice()


def refused(call, *args, **named):
    with pytest.raises(Refusal) as refusal:
        call(*args, **named)
    return refusal.value


def submitted(office, challenge):
    return actions.submit_listing(challenge.demand, by=office.editor)


@pytest.mark.parametrize("state", ["drafted", "arguing"])
def test_without_a_passed_check_nothing_is_submitted(office, state):
    challenge = getattr(office, state)()
    assert "mode" in refused(submitted, office, challenge).fields


def test_a_demand_in_mode_challenge_without_rules_is_not_submitted(office):
    demand = office.draft(mode="challenge")
    assert "mode" in refused(actions.submit_listing, demand, by=office.editor).fields


def test_what_was_found_fit_is_submitted_as_it_was(office):
    challenge = office.argued()
    demand = office.revise(challenge.demand, content="换了一件事。")
    assert "content" in refused(actions.submit_listing, demand, by=office.editor).fields
    back = office.revise(demand, content="接入雨量与管网数据，滚动预报。")
    assert actions.submit_listing(back, by=office.editor).lifecycle.review == "submitted"


def test_its_times_may_still_move(office):
    challenge = office.argued()
    demand = challenge.demand
    later = demand.closes_at.replace(year=demand.closes_at.year + 1)
    assert submitted(office, fresh(challenge)).lifecycle.review == "submitted"
    actions.recall_listing(demand, by=office.editor)
    moved = office.revise(type(demand).objects.get(pk=demand.pk), closes_at=later)
    assert actions.submit_listing(moved, by=office.editor).lifecycle.review == "submitted"


def test_a_listed_challenge_changes_nothing_that_bids_answer_nor_into_restrictive_words(office):
    demand = office.listed().demand
    weaker = [
        *main_indicators()[:4],
        Indicator(name="响应时间", value="99", unit="%", method="抽查"),
    ]
    changed = office.revise(
        demand,
        indicators=weaker,
        goals="换了一个目标。",
        summary="改得更通顺。",
        background="须在厦门设立分公司。",
    )
    found = refused(office.resubmitted, changed).fields
    assert {"indicators", "background", "goals"} <= set(found)
    assert not {"content", "summary"} & set(found)


def test_a_handed_in_challenge_does_not_become_a_scenario_by_the_way(office):
    challenge = office.argued()
    demand = office.revise(challenge.demand, mode="scenario")
    assert "mode" in refused(actions.submit_listing, demand, by=office.editor).fields


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"indicators": main_indicators()[:4]}, "indicators"),
        (
            {"indicators": [*main_indicators()[:4], Indicator(name="易用", value="好", unit="级")]},
            "indicators",
        ),
        (
            {
                "indicators": [
                    *main_indicators()[:4],
                    Indicator(name="国产化", comparison="text", value="较高", method="查验"),
                ]
            },
            "indicators",
        ),
        ({"budget_kind": "undisclosed", "budget_high": None}, "budget_kind"),
        ({"background": "优先考虑本市企业。"}, "background"),
    ],
)
def test_what_it_lacks_is_told_beside_its_field(office, content, field):
    challenge = office.drafted(**content)
    assert list(refused(fitness.hand_in, challenge, by=office.editor).fields) == [field]


def test_yes_or_no_is_a_measure(office):
    last = Indicator(name="离线运行", comparison="text", value="支持", method="现场断网")
    challenge = office.drafted(indicators=[*main_indicators()[:4], last])
    assert fitness.hand_in(challenge, by=office.editor).number == 1


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        (["pass", "pass", "return"], Outcome.PASS),
        (["reject", "reject", "pass"], Outcome.REJECT),
        (["pass", "return", "reject"], Outcome.RETURN),
        (["pass", "pass", "reject", "reject"], Outcome.RETURN),
        (["return", "return", "pass"], Outcome.RETURN),
    ],
)
def test_votes_decide_and_nobody_else(votes, outcome):
    assert fitness.outcome_of(votes) == outcome


def test_a_returned_challenge_is_changed_and_passes_the_next_time(office):
    challenge = office.judge(office.arguing(), "return", "return", "pass")
    assert challenge.state == "drafted"
    fitness.hand_in(challenge, by=office.editor)
    challenge = office.judge(challenge, "pass", "pass", "pass")
    assert challenge.state == "argued"
    assert list(challenge.checks.values_list("number", "state")) == [(2, "pass"), (1, "return")]


def test_a_rejected_challenge_ends_with_its_reason(office):
    challenge = office.judge(office.arguing(), "reject", "reject", "reject")
    assert (challenge.state, challenge.exit_reason.code) == ("argued_down", "not_fit")
    assert refused(fitness.hand_in, challenge, by=office.editor).code == "wrong_state"


def test_a_rejection_needs_one_of_its_own_reasons(office):
    challenge = office.arguing()
    for vote in office.asked(challenge):
        file(vote, "reject")
    end = partial(fitness.conclude_check, challenge, by=office.reviewer, words="已有成熟产品。")
    assert "reason" in refused(end).fields
    assert "reason" in refused(end, reason=reason_for("failed")).fields
    assert fresh(challenge).state == "arguing"
    reason = ExitReason.objects.get(code="supply_exists")
    end(reason=reason)
    assert fresh(challenge).exit_reason == reason


def test_too_few_votes_conclude_nothing(office):
    challenge = office.arguing()
    for vote in office.asked(challenge, count=3)[:2]:
        file(vote)
    assert refused(fitness.conclude_check, challenge, by=office.reviewer).code == "too_few_votes"


def test_a_return_is_concluded_with_words(office):
    challenge = office.arguing()
    for vote in office.asked(challenge):
        file(vote, "return")
    assert "words" in refused(fitness.conclude_check, challenge, by=office.reviewer).fields


def test_a_vote_is_filed_once_and_by_the_one_who_was_asked(office):
    [vote, *_others] = office.asked(office.arguing())
    judged = {
        "outcome": "pass",
        "remarks": dict.fromkeys(
            ["necessity", "indicators", "budget", "supply", "wording"], ("fit", "")
        ),
    }
    assert refused(fitness.file_vote, vote, by=UserFactory(), **judged).code == "not_asked"
    file(vote)
    assert refused(fitness.file_vote, vote, by=vote.reviewer, **judged).code == "voted"


def test_what_is_unfit_in_one_aspect_does_not_pass(office):
    [vote, *_others] = office.asked(office.arguing())
    assert "outcome" in refused(file, vote, "pass", verdict="unfit").fields


def test_an_aspect_left_out_is_no_vote(office):
    [vote, *_others] = office.asked(office.arguing())
    found = refused(
        fitness.file_vote,
        vote,
        by=vote.reviewer,
        outcome="pass",
        remarks={"necessity": ("fit", "")},
    )
    assert "remarks" in found.fields
    assert FitnessVote.objects.get(pk=vote.pk).vote == ""


def test_who_belongs_to_the_owner_a_party_or_a_firm_is_not_asked(office):
    partner = AgencyFactory()
    challenge = office.drafted()
    demand = challenge.demand
    DemandParty.objects.create(demand=demand, organisation=partner, part="support")
    fitness.hand_in(challenge, by=office.editor)
    inside = [
        office.approver,
        member(partner, Role.VIEWER),
        member(OrganisationFactory(), Role.BIDDER),
        UserFactory(is_active=False),
    ]
    for one in inside:
        found = refused(fitness.ask_reviewer, fresh(challenge), reviewer=one, by=office.reviewer)
        assert "reviewer" in found.fields


def test_who_joins_the_owner_later_votes_no_longer(office):
    challenge = office.arguing()
    [vote, *_others] = office.asked(challenge)
    owner = challenge.demand.lifecycle.owner
    from_now = member(owner, Role.VIEWER)
    vote.reviewer = from_now
    vote.save(update_fields=["reviewer"])
    assert refused(file, vote).code == "own_demand"


def test_only_staff_outside_the_owner_ask_and_conclude(office):
    challenge = office.arguing()
    for one in (office.editor, UserFactory()):
        refusal = refused(fitness.ask_reviewer, challenge, reviewer=UserFactory(), by=one)
        assert refusal.status == 403
    insider = staff()
    owner = challenge.demand.lifecycle.owner
    insider.memberships.create(organisation=owner, role=Role.VIEWER)
    assert refused(fitness.conclude_check, challenge, by=insider).status == 403


def test_taken_back_the_check_is_dropped_and_its_votes_count_no_more(office):
    challenge = office.arguing()
    [vote, *_others] = office.asked(challenge)
    fitness.take_back(challenge, by=office.editor)
    assert fresh(challenge).state == "drafted"
    assert refused(file, vote).code == "wrong_state"


def test_listed_it_is_taken_back_and_withdrawn_no_more(office):
    challenge = office.argued()
    office.submit(challenge.demand)
    office.approve(challenge.demand)
    # The consumer has not come yet: the state is still that of the check.
    assert fresh(challenge).state == "argued"
    assert refused(fitness.take_back, fresh(challenge), by=office.editor).status == 409


def test_a_reviewer_reads_what_was_asked_of_them_and_a_stranger_does_not(office):
    challenge = office.arguing()
    [vote, *_others] = office.asked(challenge)
    assert challenge in Challenge.objects.visible_to(vote.reviewer)
    assert challenge not in Challenge.objects.visible_to(UserFactory())


def test_each_step_is_recorded_once(office):
    challenge = office.argued()
    kinds = Entry.objects.filter(data__demand=challenge.demand_id).order_by("pk")
    about = kinds.filter(subject_type="challenges.challenge").values_list("kind", flat=True)
    assert list(about) == ["challenge_handed_in", "challenge_argued"]
    assert Entry.objects.filter(kind="fitness_voted").count() == 3
