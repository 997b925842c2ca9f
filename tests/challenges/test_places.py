"""Which pages of a challenge its people are led to: only those that they may open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.challenges.places import places_of
from tests.awards.factories import Court
from tests.challenges.factories import ChallengeOffice
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def addresses(user, challenge):
    return [place.url for place in places_of(user, challenge)]


def test_an_officer_is_led_along_the_chain_to_pages_that_open(client):
    court = Court()
    court.shown()
    names = ("portal:demand", "bids:opening", "bids:of_challenge", "reviews:rankings")
    chain = [reverse(name, args=[court.number]) for name in (*names, "awards:notice")]
    assert addresses(court.officer, court.challenge) == chain
    client.force_login(court.officer)
    assert {client.get(address).status_code for address in chain} == {200}
    shown = client.get(reverse("challenges:work", args=[court.challenge.demand_id]))
    assert all(address in shown.content.decode() for address in chain)


def test_a_stranger_is_led_only_to_what_everybody_reads():
    court = Court()
    court.shown()
    names = ("portal:demand", "awards:notice", "awards:object")
    public = [reverse(name, args=[court.number]) for name in names]
    assert addresses(UserFactory(), court.challenge) == public


def test_no_page_is_named_before_the_listing():
    office = ChallengeOffice()
    assert places_of(office.editor, office.drafted()) == []
