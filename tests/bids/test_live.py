"""The page of the own bids changes in place, and before the opening alike for everybody."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.bids import checking
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import TopicVersion
from marketplace.notifications.topics import followed, may_follow
from tests.bids.desk import Desk
from tests.bids.factories import close, sealed
from tests.claims.factories import person_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def version(key: object) -> int:
    run_until_caught_up()
    return followed("my_bids", str(key)).version


@pytest.mark.both
def test_before_the_opening_no_version_names_who_bids(challenge, firm, bidder):
    sealed(challenge, firm, bidder)
    everybody = version("all")
    close(challenge)
    assert version("all") == everybody + 1
    assert not TopicVersion.objects.filter(name=f"my_bids:{bidder.pk}").exists()


def test_after_the_opening_a_check_moves_the_bidders_own_page_alone():
    desk = Desk()
    rival = person_of(desk.rival.firm)
    before = version(desk.bidder.pk), version(rival.pk)
    checking.admit_bid(desk.check, by=desk.officer)
    assert version(desk.bidder.pk) == before[0] + 1
    assert version(rival.pk) == before[1]


def test_nobody_follows_anybody_elses_bids(bidder):
    assert may_follow(bidder, f"my_bids:{bidder.pk}")
    assert may_follow(bidder, "my_bids:all")
    assert not may_follow(UserFactory(), f"my_bids:{bidder.pk}")
    assert Client().get("/live/my_bids/all/").status_code == 404


def test_a_part_is_the_page_of_whoever_asks(challenge, firm, bidder):
    sealed(challenge, firm, bidder)
    client = Client()
    client.force_login(bidder)
    title = challenge.demand.title
    assert title in client.get("/live/my_bids/all/").content.decode()
    client.force_login(UserFactory())
    assert title not in client.get("/live/my_bids/all/").content.decode()
