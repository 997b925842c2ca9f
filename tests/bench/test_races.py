"""Fifty people at once, twenty rounds of each act, as `make bench-races` runs two hundred."""

from __future__ import annotations

import pytest

from bench.claim_people import BIDDER, OFFICER
from bench.races_steps import Crowd, accepting, closing, rounds, submitting
from marketplace.organisations.models import Role
from tests.claims.factories import open_demand
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

CALLERS, ROUNDS = 50, 20


def test_each_of_twenty_submits_accepts_and_closes_has_exactly_one_effect():
    owner, firm = AgencyFactory(), OrganisationFactory()
    MembershipFactory(organisation=firm, role=Role.BIDDER, user=UserFactory(email=BIDDER))
    MembershipFactory(organisation=owner, role=Role.EDITOR, user=UserFactory(email=OFFICER))
    pairs = [(str(open_demand(owner).lifecycle.number), firm.pk) for _ in range(ROUNDS)]
    with Crowd(CALLERS) as crowd:
        told = [rounds(race, pairs, crowd=crowd) for race in (submitting, accepting, closing)]
    assert [(one["rounds"], one["wrong"]) for one in told] == 3 * [(ROUNDS, 0)]
