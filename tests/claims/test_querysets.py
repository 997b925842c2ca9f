from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.claims.models import Claim
from marketplace.claims.permissions import may_read_claims_of
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = {Role.BIDDER, Role.SUPERVISOR}
"""Roles of an owner's people who have no part in what firms tell its handling unit."""


def sees(user, claim):
    return Claim.objects.visible_to(user).filter(pk=claim.pk).count()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_firm_reads_its_claims(role):
    claim = claim_for(open_demand())
    assert sees(person_of(claim.firm, role), claim) == 1


@pytest.mark.parametrize("role", list(Role))
def test_the_owners_people_read_where_no_unit_is_set_but_for_those_of_another_office(role):
    demand = open_demand()
    user = person_of(demand.lifecycle.owner, role)
    assert sees(user, claim_for(demand)) == (role not in ELSEWHERE)
    assert may_read_claims_of(user, demand).allowed is (role not in ELSEWHERE)


def test_the_handling_unit_reads_and_another_unit_does_not():
    owner = AgencyFactory()
    unit, other = UnitFactory(organisation=owner), UnitFactory(organisation=owner)
    claim = claim_for(open_demand(owner=owner, unit=unit))
    assert sees(person_of(owner, Role.EDITOR, unit), claim) == 1
    assert sees(person_of(owner, Role.EDITOR, None), claim) == 1
    assert sees(person_of(owner, Role.EDITOR, other), claim) == 0


def test_an_officer_of_two_units_reads_each_claim_once():
    owner = AgencyFactory()
    unit = UnitFactory(organisation=owner)
    user = person_of(owner, Role.EDITOR, unit)
    MembershipFactory(user=user, organisation=owner, role=Role.OWNER)
    claim = claim_for(open_demand(owner=owner, unit=unit))
    assert sees(user, claim) == 1


def test_nobody_else_reads_not_even_portal_staff():
    claim = claim_for(open_demand())
    others = [
        AnonymousUser(),
        UserFactory(),
        UserFactory(staff=True),
        person_of(OrganisationFactory()),
        person_of(AgencyFactory(), Role.EDITOR),
    ]
    assert [sees(user, claim) for user in others] == [0] * len(others)


def test_another_applicant_for_the_same_demand_does_not_read():
    demand = open_demand()
    mine, theirs = claim_for(demand), claim_for(demand)
    assert sees(mine.submitted_by, theirs) == 0
    assert list(Claim.objects.visible_to(mine.submitted_by)) == [mine]


def test_a_person_who_was_switched_off_reads_nothing():
    claim = claim_for(open_demand())
    claim.submitted_by.is_active = False
    assert sees(claim.submitted_by, claim) == 0


def test_live_claims_wait_or_were_accepted():
    claims = {}
    for state in Claim.State:
        claim = claim_for(open_demand())
        if state != "submitted":
            Claim.objects.filter(pk=claim.pk).update(
                state=state, decided_at=claim.submitted_at, reason="不符"
            )
        claims[state.value] = claim
    assert set(Claim.objects.live()) == {claims["submitted"], claims["accepted"]}


def test_rows_come_in_one_query(django_assert_num_queries):
    demand = open_demand()
    for _ in range(3):
        claim_for(demand)
    with django_assert_num_queries(1):
        for claim in Claim.objects.for_rows():
            parts = (claim.demand.lifecycle.owner, claim.firm, claim.submitted_by)
            assert all(map(str, parts))
