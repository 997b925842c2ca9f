from __future__ import annotations

import pytest
from django.db import transaction

from marketplace.claims.models import Claim
from marketplace.claims.people import officers_told
from marketplace.core.models import IdempotencyKey
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from tests.claims.crowd import call_in_processes, call_in_threads
from tests.claims.factories import open_demand, person_of
from tests.factories import OrganisationFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

CALLERS = 50
ONE_KEY = ["the-same-key"] * CALLERS
MANY_KEYS = [f"key-{number}" for number in range(CALLERS)]

crowds = pytest.mark.parametrize(
    "crowd",
    [
        pytest.param(call_in_threads, id="threads"),
        pytest.param(call_in_processes, id="processes", marks=pytest.mark.slow),
    ],
)


@pytest.fixture
def call():
    demand = open_demand()
    for _ in range(2):
        person_of(demand.lifecycle.owner, Role.EDITOR)
    firm = OrganisationFactory()
    bidder = person_of(firm)

    def run(crowd, keys):
        return crowd(demand.pk, firm.pk, bidder.pk, keys)

    return run


@crowds
def test_fifty_callers_with_one_key_get_one_receipt(crowd, call):
    answers = call(crowd, ONE_KEY)
    claim = Claim.objects.get()
    assert answers == [f"made {claim.receipt}"] * CALLERS
    assert Entry.objects.filter(kind="claim_submitted").count() == 1
    assert IdempotencyKey.objects.count() == 1
    assert_each_officer_is_told_once(claim)


@crowds
def test_fifty_callers_with_keys_of_their_own_make_one_claim_and_the_others_hear_of_it(crowd, call):
    answers = call(crowd, MANY_KEYS)
    claim = Claim.objects.get()
    assert sorted(answers) == sorted(
        [f"made {claim.receipt}"] + [f"told {claim.receipt}"] * (CALLERS - 1)
    )
    assert Entry.objects.filter(kind="claim_submitted").count() == 1
    assert_each_officer_is_told_once(claim)


def assert_each_officer_is_told_once(claim):
    for entry in Entry.objects.filter(kind="claim_submitted"):
        with transaction.atomic():
            notify_on_entry(entry, "")
    rows = Notification.objects.filter(kind="claim_submitted")
    assert sorted(row.user_id for row in rows) == sorted(user.pk for user in officers_told(claim))
    assert len(rows) == 2
