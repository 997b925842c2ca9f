"""The page of the own bids changes in place, and before the opening alike for everybody."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from marketplace.bids import ceremony, checking
from marketplace.bids.opening import open_bids
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import TopicVersion
from marketplace.notifications.topics import followed, may_follow
from tests.bids.desk import Desk
from tests.bids.factories import (
    close,
    listed_with_ceremony,
    open_challenge,
    opened,
    passphrase_of,
    sealed,
)
from tests.bids.refusing import refused
from tests.challenges.factories import fresh
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


def opening_version(challenge):
    run_until_caught_up()
    return followed("opening", challenge.demand.lifecycle.number).version


@pytest.mark.both
def test_the_page_of_an_opening_follows_openers_attempts_and_record(officer, bidder):
    challenge = listed_with_ceremony()
    number = challenge.demand.lifecycle.number
    first, second, third = [one.user for one in challenge.openers.select_related("user")]
    name = f"opening:{number}"
    browser = Client()
    browser.force_login(third)
    seen = opening_version(challenge)
    assert (
        f'data-live="{name}" data-version="{seen}"'
        in browser.get(f"/demands/{number}/opening/").content.decode()
    )
    sealed(challenge)
    assert opening_version(challenge) == seen
    close(challenge)
    assert may_follow(third, name)
    assert not may_follow(bidder, name)
    for one in (first, second):
        before = opening_version(challenge)
        ceremony.give_passphrase(fresh(challenge), by=one, passphrase=passphrase_of(one))
        assert opening_version(challenge) > before
    part = browser.get(f"/live/opening/{number}/").content.decode().partition("data-part")[2]
    assert part.count("已输入口令") == 2
    before = opening_version(challenge)
    refused("not_opener", open_bids, fresh(challenge), by=officer)
    assert opening_version(challenge) == before + 1
    open_bids(fresh(challenge), by=first)
    assert opening_version(challenge) > before + 1
    assert may_follow(bidder, name)
    assert "开启记录" in Client().get(f"/live/opening/{number}/").content.decode()


def test_an_opening_that_the_rules_hide_is_followed_by_those_concerned_alone(firm, bidder):
    challenge = open_challenge(rules={"hides_opening": True, "minimum_bids": 1})
    sealed(challenge, firm, bidder)
    opened(challenge)
    name = f"opening:{challenge.demand.lifecycle.number}"
    assert may_follow(bidder, name)
    for other in (AnonymousUser(), UserFactory()):
        assert not may_follow(other, name)
