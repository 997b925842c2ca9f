"""A demand accepts as many parties as it says; what ends frees its slot."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.claims.actions import decline_claim, withdraw_claim
from marketplace.claims.models import Claim
from marketplace.claims.slots import slots_of
from marketplace.cooperations.actions import end_cooperation
from marketplace.core.refusals import Refusal
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def several(slots=None):
    """Return a demand that is open for several parties."""
    return open_demand(cooperation="multiple", slots=slots)


def officer_of(demand):
    return person_of(demand.lifecycle.owner, Role.EDITOR)


def accepted(demand, count=1):
    officer = officer_of(demand)
    return [accept(claim_for(demand), by=officer) for _ in range(count)]


def refusal_of(claim):
    with pytest.raises(Refusal) as refused:
        accept(claim, by=officer_of(claim.demand))
    return refused.value


@pytest.mark.parametrize(
    ("content", "most"),
    [
        ({"cooperation": "single"}, 1),
        ({"cooperation": "consortium"}, 1),
        ({"cooperation": "multiple", "slots": 2}, 2),
        ({"cooperation": "multiple_consortium", "slots": 3}, 3),
    ],
)
def test_as_many_are_accepted_as_the_demand_says_and_no_more(content, most):
    demand = open_demand(**content)
    accepted(demand, most)
    waiting = claim_for(demand)
    refusal = refusal_of(waiting)
    assert (refusal.code, refusal.status) == ("no_slot", 409)
    assert Claim.objects.get(pk=waiting.pk).state == "submitted"
    slots = slots_of(demand)
    assert (slots.taken, slots.most, slots.is_full) == (most, most, True)


def test_a_demand_without_a_number_of_parties_accepts_any():
    demand = several()
    accepted(demand, 5)
    slots = slots_of(demand)
    assert (slots.taken, slots.most, slots.is_full) == (5, None, False)


def test_the_reason_says_how_many_there_are():
    one, three = open_demand(), several(3)
    accepted(one)
    accepted(three, 3)
    assert "只对接一家" in str(refusal_of(claim_for(one)).message)
    assert "3" in str(refusal_of(claim_for(three)).message)


def test_an_ended_cooperation_frees_its_slot():
    demand = several(2)
    first, _second = accepted(demand, 2)
    third = claim_for(demand)
    assert refusal_of(third).code == "no_slot"
    end_cooperation(first.cooperation, by=first.submitted_by, reason="双方未谈成")
    assert slots_of(demand).taken == 1
    assert accept(third, by=officer_of(demand)).state == "accepted"


def test_claims_that_wait_or_were_withdrawn_or_declined_hold_no_slot():
    demand = open_demand()
    claim_for(demand)
    withdrawn, declined = claim_for(demand), claim_for(demand)
    withdraw_claim(withdrawn, by=withdrawn.submitted_by)
    decline_claim(declined, by=officer_of(demand), reason="不符")
    assert slots_of(demand).taken == 0
    accepted(demand)


def test_a_demand_changed_to_fewer_parties_keeps_whom_it_accepted():
    demand = several(3)
    accepted(demand, 3)
    Demand.objects.filter(pk=demand.pk).update(slots=2)
    demand.refresh_from_db()
    slots = slots_of(demand)
    assert (slots.taken, slots.most, slots.is_full) == (3, 2, True)
    assert refusal_of(claim_for(demand)).code == "no_slot"


def test_the_owners_pages_say_how_many_slots_are_taken_and_the_firms_do_not():
    demand = several(2)
    first, _second = accepted(demand, 2)
    waiting = claim_for(demand)
    officer, firm = Client(), Client()
    officer.force_login(officer_of(demand))
    firm.force_login(waiting.submitted_by)
    table = officer.get(reverse("claims:of_demand", args=[demand.lifecycle.number])).text
    answering = officer.get(reverse("claims:receipt", args=[waiting.receipt])).text
    assert "已对接 2 家，共 2 个名额" in table
    assert "已对接 2 家，共 2 个名额" in answering
    assert 'aria-describedby="no-slot"' in answering
    own = firm.get(reverse("claims:receipt", args=[waiting.receipt])).text
    detail = firm.get(reverse("portal:demand", args=[demand.lifecycle.number])).text
    for page in (own, detail):
        assert "个名额" not in page
        assert first.receipt not in page


def test_an_acceptance_beyond_the_slots_is_refused_on_the_page_and_keeps_what_was_typed():
    demand = open_demand()
    accepted(demand)
    waiting = claim_for(demand)
    client = Client()
    client.force_login(officer_of(demand))
    response = client.post(
        reverse("claims:answer", args=[waiting.receipt]),
        {"verb": "accept", "reason": "下周二来谈", "version": "1"},
    )
    assert response.status_code == 409
    assert "下周二来谈" in response.text
    assert "只对接一家" in response.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slots", [1, 7])
def test_of_fifty_acceptances_at_once_exactly_the_slots_are_accepted(slots):
    demand = several(slots) if slots > 1 else open_demand()
    officer = officer_of(demand)
    claims = [claim_for(demand) for _ in range(50)]
    answers = at_once(*(partial(accept, claim, by=officer) for claim in claims))
    assert answers == ["done"] * slots + ["no_slot"] * (50 - slots)
    assert slots_of(demand).taken == slots


@pytest.mark.django_db(transaction=True)
def test_a_slot_that_an_end_frees_is_taken_once_however_many_want_it():
    demand = open_demand()
    (first,) = accepted(demand)
    officer = officer_of(demand)
    claims = [claim_for(demand) for _ in range(10)]
    end = partial(end_cooperation, first.cooperation, by=officer, reason="双方未谈成")
    answers = at_once(end, *(partial(accept, claim, by=officer) for claim in claims))
    assert set(answers) <= {"done", "no_slot"}
    assert 1 <= answers.count("done") <= 2
    assert slots_of(demand).taken == answers.count("done") - 1
