"""Which rooms a person's menus show: a link stands exactly where its page is theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.organisations.models import Kind, Role
from tests.calls.factories import Collecting
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import person_of
from tests.experts.factories import applied, keeper, person
from tests.factories import OrganisationFactory, UnitFactory, UserFactory
from tests.listings.factories import member

pytestmark = pytest.mark.django_db

BENCH = reverse("portal:workbench")
BIDS, BOARD, ROUNDS, REVIEWS, SUPERVISION, POOL, PANELS = (
    reverse(name)
    for name in (
        *("bids:mine", "portal:board", "calls:rounds", "reviews:mine"),
        *("portal:supervision", "experts:pool", "reviews:panels"),
    )
)
ROOMS = {BIDS, BOARD, ROUNDS, REVIEWS, SUPERVISION, POOL, PANELS}


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def side_of(user):
    page = browser_of(user).get(BENCH).text
    side = page[page.index('<nav class="side') :]
    side = side[: side.index("</nav>")]
    return {url for url in ROOMS if f'href="{url}"' in side}


def test_a_firm_finds_its_bids_and_a_person_of_no_body_no_room():
    firm = OrganisationFactory(kind=Kind.FIRM)
    assert side_of(person_of(firm, Role.OWNER)) == side_of(person_of(firm, Role.BIDDER)) == {BIDS}
    assert side_of(person_of(firm, Role.VIEWER)) == side_of(UserFactory()) == set()


def test_an_owners_officers_find_the_board_and_its_supervisor_the_supervision():
    office = ChallengeOffice()
    assert side_of(office.editor) == set()
    office.as_listed()
    assert side_of(office.editor) == side_of(office.approver) == {BOARD}
    assert side_of(person_of(office.organisation, Role.SUPERVISOR)) == {SUPERVISION}


def test_an_officer_of_another_unit_finds_no_board_that_would_not_open():
    office = ChallengeOffice()
    challenge = office.as_listed()
    unit, other = (UnitFactory(organisation=office.organisation) for _one in range(2))
    challenge.demand.lifecycle.unit = unit
    challenge.demand.lifecycle.save(update_fields=["unit"])
    for one, rooms, status in ((unit, {BOARD}, 200), (other, set(), 404)):
        officer = member(office.organisation, Role.EDITOR, unit=one)
        assert side_of(officer) == rooms
        assert browser_of(officer).get(BOARD).status_code == status


def test_an_expert_finds_the_reviews_and_staff_the_pool_and_what_they_run():
    assert side_of(person(applied())) == {REVIEWS}
    assert side_of(keeper()) == {BOARD, ROUNDS, POOL, PANELS}


def test_a_body_that_is_asked_and_the_department_that_asks_find_the_rounds():
    collecting = Collecting()
    assert ROUNDS in side_of(collecting.editors[0])
    assert ROUNDS in side_of(collecting.runner)
    viewer = person_of(collecting.reply().organisation, Role.VIEWER)
    assert ROUNDS not in side_of(viewer)
