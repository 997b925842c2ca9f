"""At most so many bids of one body in a batch: counted, fixed with the listing, and in a race."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.bids.submitting import submit_bid, withdraw_bid
from marketplace.core.refusals import Refusal
from marketplace.listings import actions
from marketplace.listings.models import Batch, DemandLifecycle
from tests.bids.factories import drafted, open_challenge, opened, sealed
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ONE = {"bids_per_batch": 1}


@pytest.fixture
def batch():
    return Batch.objects.create(name="第九批", year=2026, order=9)


def limited(batch, office=None):
    challenge = open_challenge(office, rules=ONE)
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(batch=batch)
    return fresh(challenge)


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_second_bid_in_the_batch_is_refused_and_one_elsewhere_is_not(batch, firm, bidder):
    first, second = limited(batch), limited(batch)
    other = limited(Batch.objects.create(name="第十批", year=2026, order=10))
    sealed(first, firm, bidder)
    assert refused(sealed, second, firm, bidder) == "batch_limit"
    sealed(other, firm, bidder)
    sealed(second)


def test_what_was_withdrawn_makes_room_and_what_was_opened_does_not(batch, firm, bidder):
    first, second, third = limited(batch), limited(batch), limited(batch)
    sealed(first, firm, bidder)
    withdraw_bid(first, firm=firm, by=bidder)
    sealed(second, firm, bidder)
    opened(second)
    assert refused(sealed, third, firm, bidder) == "batch_limit"


def test_to_replace_the_one_bid_is_no_further_one(batch, firm, bidder):
    challenge = limited(batch)
    sealed(challenge, firm, bidder)
    assert sealed(challenge, firm, bidder).version == 2


def test_without_its_batch_such_a_challenge_takes_no_bid(firm, bidder):
    assert refused(sealed, limited(None), firm, bidder) == "no_batch"


def test_it_is_listed_only_in_a_batch(batch):
    office = ChallengeOffice()
    challenge = office.argued(rules=ONE)
    with pytest.raises(Refusal) as refusal:
        office.submit(challenge.demand)
    assert set(refusal.value.fields) == {"batch"}
    actions.assign_batch(challenge.demand, batch, by=office.reviewer)
    office.submit(challenge.demand)


def test_the_batch_of_a_listed_challenge_stands_whoever_asks(batch):
    office = ChallengeOffice()
    challenge = limited(batch, office)
    other = Batch.objects.create(name="第十批", year=2026, order=10)
    staff = UserFactory(staff=True)
    for another in (other, None):
        assert refused(actions.assign_batch, challenge.demand, another, by=staff) == "batch_fixed"
    actions.assign_batch(challenge.demand, batch, by=staff)
    assert DemandLifecycle.objects.get(demand=challenge.demand_id).batch == batch


@pytest.mark.django_db(transaction=True)
def test_of_bids_for_two_challenges_of_one_batch_at_once_one_comes_in(sealed_root):
    batch = Batch.objects.create(name="第九批", year=2026, order=9)
    challenges = [limited(batch) for _one in range(2)]
    firm = OrganisationFactory()
    people = [person_of(firm), person_of(firm)]
    calls = [
        partial(submit_bid, challenge, firm=firm, by=by, seen=drafted(challenge, firm, by))
        for challenge, by in zip(challenges, people, strict=True)
    ]
    assert sorted(at_once(*calls)) == ["batch_limit", "done"]
