"""Stop or go: two people decide, a stopped team ends there, the others go on."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.deliveries import gating, paying
from marketplace.deliveries.checking import Evidence, submit_evidence
from marketplace.deliveries.models import GateProposal
from tests.deliveries.factories import REASON, WORDS, Site
from tests.deliveries.refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def race():
    return Site(teams=2, is_staged=True)


def test_a_gate_comes_before_what_is_after_it(race):
    race.as_passed(1)
    later = race.checkpoint(1)
    refusal = refused(lambda: submit_evidence(later, by=race.bidder, evidence=Evidence(WORDS)))
    assert (refusal.code, refusal.status) == ("gate", 409)
    proposal = gating.propose_course(
        race.checkpoint(), by=race.officer, course="go", reason="达到阶段目标。"
    )
    gating.decide_gate(proposal, by=race.approver)
    assert race.submitted(1).state == "submitted"


def test_a_stopped_team_keeps_what_it_earned_and_the_other_goes_on(race):
    gating.decide_gate(race.proposed("stop"), by=race.approver)
    stopped = race.delivery
    assert (stopped.state, stopped.reason) == ("stopped", REASON)
    assert [one.state for one in stopped.checkpoints.in_order()] == ["passed", "dropped"]
    states = stopped.payments.order_by("installment__position").values_list("state", flat=True)
    assert list(states) == ["planned", "planned", "dropped"]
    paying.apply_for_payment(race.payment(1), by=race.bidder, amount=race.payment(1).planned)
    assert race.team(1).state == "running"
    assert race.challenge_state == "delivering"
    gating.decide_gate(race.proposed("stop", team=1), by=race.approver)
    assert race.challenge_state == "failed"


def test_who_proposes_does_not_decide_and_nobody_else_does_either(race):
    race.as_passed(1)
    propose = {"course": "stop", "reason": REASON}
    for person in (*race.outsiders(), race.bidder):
        answer = refused(partial(gating.propose_course, race.checkpoint(), by=person, **propose))
        assert answer.status == 403
    proposal = gating.propose_course(race.checkpoint(), by=race.approver, **propose)
    for person in (race.approver, race.officer, *race.outsiders(), race.bidder):
        assert refused(partial(gating.decide_gate, proposal, by=person)).status == 403
    gating.decide_gate(proposal, by=race.second)
    assert race.delivery.state == "stopped"


def test_a_proposal_waits_for_the_check_and_stands_alone(race):
    propose = {"by": race.officer, "course": "go", "reason": REASON}
    call = partial(gating.propose_course, race.checkpoint(), **propose)
    assert refused(call).code == "unchecked"
    race.as_passed(1)
    call()
    assert refused(call).code == "wrong_state"
    assert (
        refused(lambda: gating.propose_course(race.checkpoint(1), **propose)).code == "wrong_state"
    )


def test_a_proposal_that_is_given_back_can_be_made_anew(race):
    proposal = race.proposed("stop")
    assert (
        "note"
        in refused(lambda: gating.refuse_proposal(proposal, by=race.approver, words="")).fields
    )
    gating.refuse_proposal(proposal, by=race.approver, words="请补充复测数据。")
    gating.propose_course(race.checkpoint(), by=race.officer, course="go", reason="复测达标。")
    assert GateProposal.objects.count() == 2
    assert race.delivery.state == "running"


def test_a_mistake_at_a_gate_is_told_beside_its_field(race):
    race.as_passed(1)
    for given, field in (
        ({"course": "perhaps", "reason": REASON}, "course"),
        ({"course": "stop", "reason": ""}, "reason"),
    ):
        answer = refused(
            partial(gating.propose_course, race.checkpoint(), by=race.officer, **given)
        )
        assert field in answer.fields
    assert not GateProposal.objects.exists()
