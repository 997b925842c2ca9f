"""Fifty answers to one claim at the same moment, and the clock beside them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from marketplace.claims.actions import decline_claim, withdraw_claim
from marketplace.claims.answers import ask_details, decline_rest
from marketplace.claims.models import AnswerPrompt, Claim
from marketplace.claims.prompts import prompt, prompt_for_answers
from marketplace.claims.relisting import relist_demand
from marketplace.cooperations.models import Cooperation
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of, with_lifecycle
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

CALLERS = 50


@pytest.fixture
def claim():
    return claim_for(open_demand())


@pytest.fixture
def officer(claim):
    return person_of(claim.demand.lifecycle.owner, Role.EDITOR)


def entries(*kinds):
    return Entry.objects.filter(kind__in=kinds).count()


def test_of_fifty_answers_exactly_one_has_an_effect(claim, officer):
    seen = {claim.receipt: 1}
    ways = (
        partial(accept, claim, by=officer),
        partial(decline_claim, claim, by=officer, reason="不符"),
        partial(decline_rest, claim.demand, seen=seen, by=officer, reason="名额已满"),
        partial(withdraw_claim, claim, by=claim.submitted_by),
    )
    answers = at_once(*(ways[number % len(ways)] for number in range(CALLERS)))
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "wrong_state", "none"}
    assert entries("claim_accepted", "claim_declined", "claim_withdrawn") == 1
    accepted = Claim.objects.get().state == "accepted"
    assert Cooperation.objects.count() == entries("cooperation_opened") == int(accepted)


def test_fifty_runs_of_the_clock_escalate_once(claim):
    Claim.objects.update(answer_due=timezone.now() - timedelta(minutes=1))
    at_once(*[prompt_for_answers] * CALLERS)
    assert AnswerPrompt.objects.get().kind == "overdue"
    assert entries("claim_overdue") == 1


def test_of_a_first_answer_and_the_clock_whichever_comes_first_stands_alone(claim, officer):
    Claim.objects.update(answer_due=timezone.now() - timedelta(minutes=1))
    ask = partial(ask_details, claim, by=officer, reason="请补充精度")
    at_once(ask, partial(prompt, claim, "overdue"))
    asked, *rest = Entry.objects.filter(kind__in=["claim_details_asked", "claim_overdue"]).order_by(
        "-pk"
    )
    assert asked.kind == "claim_details_asked"
    assert len(rest) == AnswerPrompt.objects.count() <= 1


def test_a_demand_is_listed_again_once_however_many_ask():
    demand = with_lifecycle(open_demand(), closes_at=timezone.now())
    editor = person_of(demand.lifecycle.owner, Role.EDITOR)
    answers = at_once(*[partial(relist_demand, demand, by=editor)] * 8)
    assert answers == ["done"] * 8
    assert Demand.objects.count() == 2
