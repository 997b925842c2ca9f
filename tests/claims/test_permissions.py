from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from marketplace.claims.permissions import (
    gates_between,
    may_claim,
    may_decide,
    may_read_claims_of,
    may_withdraw,
    verbs_open_to,
)
from marketplace.core import clock
from marketplace.listings.models import Demand, DemandParty
from marketplace.organisations.models import CreditFact, Role
from tests.claims.factories import capability_of, claim_for, open_demand, person_of, with_lifecycle
from tests.factories import (
    AgencyFactory,
    CreditFactFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    QualificationKindFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def code(user, demand, firm):
    decision = may_claim(user, demand, firm=firm)
    assert decision.allowed or str(decision.reason)
    return decision.code


def test_a_bid_manager_of_a_verified_firm_may_apply(bidder, demand, firm):
    assert may_claim(bidder, demand, firm=firm).allowed


def test_a_firms_owner_may_apply(demand, firm):
    assert may_claim(person_of(firm, Role.OWNER), demand, firm=firm).allowed


def test_nobody_applies_without_signing_in(demand, firm):
    assert code(AnonymousUser(), demand, firm) == "anonymous"


def test_a_stranger_does_not_apply_for_a_firm(demand, firm):
    assert code(UserFactory(), demand, firm) == "not_member"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.VIEWER])
def test_other_roles_do_not_apply(role, demand, firm):
    assert code(person_of(firm, role), demand, firm) == "wrong_role"


def test_portal_staff_do_not_apply_for_a_firm(demand, firm):
    assert code(UserFactory(staff=True), demand, firm) == "not_member"


def test_an_unverified_firm_is_refused(demand):
    firm = OrganisationFactory(unverified=True)
    assert code(person_of(firm), demand, firm) == "not_verified"


def test_a_department_is_refused(demand):
    agency = AgencyFactory()
    assert code(person_of(agency), demand, agency) == "wrong_kind"


def test_the_owner_does_not_apply_for_its_own_demand(firm, bidder):
    assert code(bidder, open_demand(owner=firm), firm) == "own_demand"


@pytest.mark.parametrize(
    ("part", "expected"), [("lead", "own_demand"), ("site", "own_demand"), ("data", "")]
)
def test_a_body_that_asks_does_not_answer(part, expected, demand, firm, bidder):
    demand.parties.add(DemandParty(organisation=firm, part=part))
    demand.save()
    assert code(bidder, Demand.objects.get(pk=demand.pk), firm) == expected


def test_a_withdrawn_demand_takes_nothing(bidder, demand, firm):
    assert code(bidder, with_lifecycle(demand, state="withdrawn"), firm) == "withdrawn"


def test_an_unpublished_demand_takes_nothing(bidder, demand, firm):
    assert code(bidder, with_lifecycle(demand, state="unpublished"), firm) == "not_public"


def test_a_challenge_says_that_bidding_is_not_open(bidder, firm):
    assert code(bidder, open_demand(mode="challenge"), firm) == "challenge"


def test_before_it_opens_it_takes_nothing(bidder, demand, firm):
    later = timezone.now() + timedelta(minutes=5)
    assert code(bidder, with_lifecycle(demand, opens_at=later), firm) == "not_open"


def test_at_its_close_it_takes_nothing(bidder, demand, firm):
    instant = demand.lifecycle.closes_at
    assert may_claim(bidder, demand, firm=firm, at=instant - timedelta(microseconds=1)).allowed
    assert may_claim(bidder, demand, firm=firm, at=instant).code == "closed"


def test_the_databases_clock_decides(bidder, demand, firm, settings):
    settings.CLOCK_OFFSET = True
    clock.shift(timedelta(days=31))
    assert code(bidder, demand, firm) == "closed"


def requires(demand, slug="iso27001"):
    demand.qualifications.add(QualificationKindFactory(slug=slug))
    demand.save()
    return Demand.objects.get(pk=demand.pk)


def test_a_missing_qualification_refuses_and_is_named(bidder, demand, firm):
    decision = may_claim(bidder, requires(demand), firm=firm)
    assert decision.code == "qualification"
    assert str(QualificationKindFactory(slug="iso27001")) in str(decision.reason)


def test_an_expired_qualification_refuses(bidder, demand, firm):
    yesterday = timezone.localdate() - timedelta(days=1)
    QualificationFactory(organisation=firm, valid_until=yesterday)
    assert code(bidder, requires(demand), firm) == "qualification"


def test_a_valid_qualification_is_enough(bidder, demand, firm):
    QualificationFactory(organisation=firm, valid_until=timezone.localdate() + timedelta(days=9))
    assert may_claim(bidder, requires(demand), firm=firm).allowed


def test_a_qualification_without_a_date_is_unknown_and_does_not_refuse(bidder, demand, firm):
    QualificationFactory(organisation=firm, valid_until=None)
    demand = requires(demand)
    assert may_claim(bidder, demand, firm=firm).allowed
    answers = {gate.code: gate.answer for gate in gates_between(demand, firm, at=timezone.now())}
    assert answers["qualification:iso27001"] == "unknown"


@pytest.mark.parametrize("kind", list(CreditFact.FactKind))
def test_a_credit_fact_refuses(kind, bidder, demand, firm):
    CreditFactFactory(organisation=firm, kind=kind, answer="yes")
    assert code(bidder, demand, firm) == "credit"


def test_an_unknown_credit_fact_does_not_refuse(bidder, demand, firm):
    CreditFactFactory(organisation=firm, answer="unknown")
    assert may_claim(bidder, demand, firm=firm).allowed


def test_a_capability_that_does_not_reach_the_place_does_not_refuse(bidder, demand, firm):
    capability = capability_of(firm, delivers_everywhere=False, price_kind="range", price_low=9e9)
    demand.budget_kind, demand.budget_high = "range", 1
    found = gates_between(demand, firm, capability=capability, at=timezone.now())
    assert {gate.code: gate.answer for gate in found}["budget"] == "failed"
    assert may_claim(bidder, demand, firm=firm).allowed


def test_the_existing_claim_is_told_to_the_firm(bidder, demand, firm):
    claim = claim_for(demand, firm, bidder)
    decision = may_claim(bidder, demand, firm=firm)
    assert decision.code == "duplicate"
    assert claim.receipt in str(decision.reason)


def test_a_stranger_does_not_learn_of_the_existing_claim(bidder, demand, firm):
    claim_for(demand, firm, bidder)
    assert code(UserFactory(), demand, firm) == "not_member"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.OWNER, True),
        (Role.EDITOR, True),
        (Role.APPROVER, True),
        (Role.VIEWER, False),
        (Role.BIDDER, False),
    ],
)
def test_the_roles_that_answer(role, allowed, demand):
    claim = claim_for(demand)
    assert may_decide(person_of(demand.lifecycle.owner, role), claim).allowed is allowed


def test_another_unit_neither_reads_nor_answers():
    owner = AgencyFactory()
    mine, other = UnitFactory(organisation=owner), UnitFactory(organisation=owner)
    demand = open_demand(owner=owner, unit=mine)
    claim = claim_for(demand)
    inside, outside = (person_of(owner, Role.EDITOR, unit) for unit in (mine, other))
    assert may_decide(inside, claim).allowed
    assert may_decide(outside, claim).code == "not_officer"
    assert may_read_claims_of(outside, demand).code == "not_officer"


def test_nobody_answers_the_claim_of_a_firm_they_belong_to(demand, firm, bidder):
    claim = claim_for(demand, firm, bidder)
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    assert may_decide(officer, claim).allowed
    both = person_of(demand.lifecycle.owner, Role.EDITOR)
    MembershipFactory(user=both, organisation=firm, role=Role.VIEWER)
    assert may_decide(both, claim).code == "own_claim"


def test_the_firm_does_not_answer_itself(demand, firm, bidder):
    assert may_decide(bidder, claim_for(demand, firm, bidder)).code == "not_officer"


def test_staff_and_strangers_have_no_part(demand):
    claim = claim_for(demand)
    for user in (UserFactory(staff=True), UserFactory()):
        assert may_decide(user, claim).code == "not_officer"
        assert may_withdraw(user, claim).code == "not_member"
        assert may_read_claims_of(user, demand).code == "not_officer"
    for question in (may_decide, may_withdraw):
        assert question(AnonymousUser(), claim).code == "anonymous"
    assert may_read_claims_of(AnonymousUser(), demand).code == "anonymous"


def test_the_machine_draws_the_buttons(demand, firm, bidder):
    claim = claim_for(demand, firm, bidder)
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    assert [row.verb for row in verbs_open_to(officer, claim)] == ["accept", "decline", "ask"]
    mine = [row.verb for row in verbs_open_to(bidder, claim)]
    assert mine == ["change", "confirm", "withdraw"]
    claim.accept(by=officer, at=timezone.now(), reason="")
    assert verbs_open_to(officer, claim) == verbs_open_to(bidder, claim) == ()
