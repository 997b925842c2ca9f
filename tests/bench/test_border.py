"""Applications at −1 ms, at the close and at +1 ms, from two processes whose clocks are wrong."""

import pytest

from bench.border import FIRMS, wrong_rounds
from marketplace.claims.models import Claim
from tests.claims.factories import person_of
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

ROUNDS = 20


def test_twenty_rounds_at_the_border_are_kept_or_refused_as_the_rule_says():
    firms = OrganisationFactory.create_batch(FIRMS)
    bidder = person_of(firms[0])
    for firm in firms[1:]:
        MembershipFactory(user=bidder, organisation=firm, role="bidder")
    assert wrong_rounds(ROUNDS, owner=AgencyFactory(), firms=firms, by=bidder) == []
    assert Claim.objects.count() >= 2 * ROUNDS
