"""The supervisor's page changes in place: by attempts before the opening, by all of it after."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.bids.opening import open_bids
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed, may_follow
from marketplace.organisations.models import Role
from tests.awards.factories import Court
from tests.bids.factories import close, open_challenge, sealed
from tests.bids.refusing import refused
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def version(challenge) -> int:
    run_until_caught_up()
    return followed("supervised", challenge.demand.lifecycle.number).version


def part_of(person, challenge) -> str:
    client = Client()
    client.force_login(person)
    page = client.get(f"/live/supervised/{challenge.demand.lifecycle.number}/")
    return page.content.decode().partition('id="supervised" data-part')[2]


def test_before_the_opening_attempts_move_it_and_bids_do_not():
    office = ChallengeOffice()
    challenge = open_challenge(office, rules={"minimum_bids": 1})
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    before = version(challenge)
    sealed(challenge)
    assert version(challenge) == before
    refused("too_early", open_bids, challenge, by=office.editor)
    assert version(challenge) == before + 1
    assert office.editor.name in part_of(supervisor, challenge)
    close(challenge)
    closed = version(challenge)
    assert closed > before + 1
    open_bids(fresh(challenge), by=office.editor)
    assert version(challenge) > closed + 1


def test_after_it_an_objection_moves_it():
    court = Court()
    notice = court.shown()
    before = version(court.challenge)
    objection = court.objection(notice)
    assert version(court.challenge) == before + 1
    supervisor = person_of(court.office.organisation, Role.SUPERVISOR)
    assert f"/objections/{objection.receipt}/" in part_of(supervisor, court.challenge)


def test_nobody_but_the_supervisor_of_the_owner_follows_it():
    court = Court()
    name = f"supervised:{court.number}"
    assert may_follow(person_of(court.office.organisation, Role.SUPERVISOR), name)
    others = (court.officer, court.bidders[0], UserFactory(staff=True))
    elsewhere = person_of(OrganisationFactory(), Role.SUPERVISOR)
    assert not any(may_follow(one, name) for one in (*others, elsewhere))
