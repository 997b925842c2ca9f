"""A receipt's page follows its application, for those who may read it."""

import pytest
from django.test import Client

from marketplace.claims.actions import accept_claim
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed
from tests.claims.factories import claim_for
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.both
def test_an_answer_gives_the_receipt_its_next_version_and_a_part_that_says_it(
    demand, firm, bidder, officer
):
    claim = claim_for(demand, firm)
    run_until_caught_up()
    assert followed("claim", claim.receipt).version == 0
    accept_claim(claim, by=officer, reason="周四来谈")
    run_until_caught_up()
    live = followed("claim", claim.receipt)
    assert live.version == 1
    part = signed_in(bidder).get(live.url).content.decode()
    assert "周四来谈" in part
    assert part.count("data-part") == 4


def test_nobody_else_follows_or_fetches_it(demand, firm):
    claim = claim_for(demand, firm)
    live = followed("claim", claim.receipt)
    stranger = signed_in(UserFactory())
    assert stranger.get(live.url).status_code == 404
    assert Client().get(live.url).status_code == 404
    versions = stranger.get("/live/versions/", {"topic": live.name}).json()
    assert versions == {"topics": {}}


def test_the_page_says_what_it_follows_and_from_which_version(demand, firm, bidder):
    claim = claim_for(demand, firm)
    page = signed_in(bidder).get(f"/claims/{claim.receipt}/").content.decode()
    assert f'data-live="claim:{claim.receipt}" data-version="0"' in page
