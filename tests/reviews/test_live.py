"""An expert's pages and the rankings follow what happens, for those alone who may open them."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.bids.models import FormalCheck
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.notifications.topics import followed, may_follow
from marketplace.organisations.models import Role
from marketplace.reviews.live import seats_that_read
from marketplace.reviews.models import Seat
from marketplace.reviews.seating import declare_free, step_back
from tests.awards.factories import Court as Results
from tests.bids.factories import admit_row, bid_row
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.reviews.factories import Court, who

pytestmark = pytest.mark.django_db(transaction=True)


def version(name: str) -> int:
    run_until_caught_up()
    prefix, _, key = name.partition(":")
    return followed(prefix, key).version


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.both
def test_an_experts_pages_follow_their_own_places_and_nobody_elses():
    court = Court().drawn()
    first, second, *_rest = court.called()
    mine, others = f"my_reviews:{first.expert.code}", f"my_reviews:{second.expert.code}"
    seat = f"review:{first.code}"
    before = {name: version(name) for name in (mine, others, seat)}
    declare_free(first, by=who(first))
    assert version(mine) == before[mine] + 1
    assert version(seat) == before[seat] + 1
    assert version(others) == before[others]
    text = browser_of(who(first)).get(f"/live/my_reviews/{first.expert.code}/").content.decode()
    part = text.partition('id="my-reviews" data-part')[2]
    assert Seat.objects.get(pk=first.pk).get_state_display() in part


def test_only_the_holder_follows_a_place_and_no_longer_after_stepping_back():
    court = Court().drawn()
    first, second, *_rest = court.called()
    names = (f"my_reviews:{first.expert.code}", f"review:{first.code}")
    for name in names:
        assert may_follow(who(first), name)
        for other in (who(second), court.staff, court.office.editor, UserFactory()):
            assert not may_follow(other, name)
    step_back(first, by=who(first), has_tie=False, words="时间冲突")
    assert not may_follow(who(first), names[1])
    answer = browser_of(who(first)).get(f"/live/review/{first.code}/")
    assert answer.status_code == 404


def test_members_hear_of_formal_checks_once_the_last_is_over():
    court = Court().seated()
    seats = {seat.code for seat in court.seats("sitting")}
    check = admit_row(bid_row(court.challenge, OrganisationFactory(), UserFactory()))
    said = Entry(kind="bid_admitted", data={"challenge": court.key})
    assert set(seats_that_read(said)) == seats
    FormalCheck.objects.filter(pk=check.pk).update(state="open", settled_at=None)
    assert set(seats_that_read(said)) == set()


def test_a_ranking_is_followed_by_those_who_oversee_it_alone():
    results = Results()
    name = f"ranking:{results.number}"
    for one in (results.officer, UserFactory(staff=True)):
        assert may_follow(one, name)
    for other in (*results.bidders, results.stranger):
        assert not may_follow(other, name)
    supervisor = person_of(results.office.organisation, Role.SUPERVISOR)
    before = version(name)
    results.shown()
    assert version(name) == before + 1
    assert may_follow(supervisor, name)
    assert browser_of(results.bidders[0]).get(f"/live/ranking/{results.number}/").status_code == 404


def test_a_bidders_result_is_followed_by_the_bidder_alone_and_changes_when_it_is_shown_anew():
    results = Results()
    bid, bidder = results.bids[0], results.bidders[0]
    name = f"outcome:{bid.receipt}"
    assert not may_follow(bidder, name)
    before = version(name)
    results.shown()
    assert version(name) == before + 1
    assert may_follow(bidder, name)
    for other in (results.bidders[1], results.officer, results.stranger):
        assert not may_follow(other, name)
        assert browser_of(other).get(f"/live/outcome/{bid.receipt}/").status_code == 404
    drawn = f'data-live="{name}" data-version="{before + 1}"'
    page = browser_of(bidder).get(f"/bids/{bid.receipt}/outcome/").content.decode()
    assert drawn in page
    text = browser_of(bidder).get(f"/live/outcome/{bid.receipt}/").content.decode()
    assert "第 1 名" in text.partition('id="outcome" data-part')[2]
