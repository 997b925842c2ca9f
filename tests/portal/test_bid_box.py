"""What the box beside a challenge says to those who run, oversee or judge it, before and after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.listings.models import DemandLifecycle
from marketplace.organisations.models import Role
from marketplace.portal.bid_box import bid_box
from tests.awards.factories import Court
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def box_of(user, challenge):
    return bid_box(user, fresh(challenge), now=clock.now())


def ways_of(user, challenge):
    return [step.url for step in box_of(user, challenge).steps]


def pages_of(challenge):
    number = challenge.demand.lifecycle.number
    return {
        "opening": reverse("bids:opening", args=[number]),
        "bids": reverse("bids:of_challenge", args=[number]),
        "work": reverse("challenges:work", args=[challenge.demand_id]),
        "supervised": reverse("portal:supervised", args=[number]),
        "item": reverse("listings:item", args=["demand", challenge.demand_id]),
    }


def test_while_bids_are_sealed_the_opening_comes_first_and_nothing_is_told():
    office = ChallengeOffice()
    challenge = office.as_listed()
    pages = pages_of(challenge)
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    for state in ("published", "closed"):
        Challenge.objects.filter(pk=challenge.pk).update(state=state)
        box = box_of(office.editor, challenge)
        assert "任何人都看不到" in str(box.text)
        assert [one.look for one in box.steps] == ["primary", "line", "line"]
        assert [one.url for one in box.steps] == [pages["opening"], pages["work"], pages["item"]]
        assert ways_of(supervisor, challenge) == [pages["opening"], pages["supervised"]]


def test_after_the_opening_the_box_says_where_it_stands_and_leads_to_the_desk(client):
    court = Court()
    challenge, pages = court.challenge, pages_of(court.challenge)
    supervisor = person_of(court.office.organisation, Role.SUPERVISOR)
    box = box_of(court.officer, challenge)
    assert str(box.text) == challenge.get_state_display()
    ways = ("work", "opening", "bids", "item")
    assert ways_of(court.officer, challenge) == [pages[one] for one in ways]
    watched = ("supervised", "opening", "bids")
    assert ways_of(supervisor, challenge) == [pages[one] for one in watched]
    staff = box_of(UserFactory(staff=True), challenge)
    assert str(staff.title) != str(box.title)
    for person in (court.officer, supervisor):
        client.force_login(person)
        ways_open = [client.get(url).status_code for url in ways_of(person, challenge)]
        assert set(ways_open) == {200}


def test_no_match_stands_beside_a_challenge_from_its_close_on(client):
    office = ChallengeOffice()
    challenge = office.as_listed()
    page = reverse("portal:demand", args=[challenge.demand.lifecycle.number])
    assert 'id="matches-t"' in client.get(page).text
    assert "谁能揭榜" in client.get(page).text
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(closes_at=clock.now())
    assert 'id="matches-t"' not in client.get(page).text
