"""The command board: an owner's own challenges, late ones first, each with what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.organisations.models import Role
from marketplace.portal.board import board_rows
from marketplace.portal.todos import Todos
from tests.awards.factories import Court
from tests.challenges.factories import ChallengeOffice, reason_for
from tests.claims.factories import person_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BOARD = reverse("portal:board")


def page_of(person, **asked):
    client = Client()
    client.force_login(person)
    return client.get(BOARD, asked)


def titles(response):
    return [row.challenge.pk for row in response.context["page"]]


def test_officers_see_their_own_challenges_and_staff_those_of_all():
    office, elsewhere = ChallengeOffice(), ChallengeOffice()
    own, other = office.as_listed(), elsewhere.as_listed()
    assert titles(page_of(office.editor)) == [own.pk]
    assert set(titles(page_of(UserFactory(staff=True)))) == {own.pk, other.pk}


def test_nobody_else_comes_in_and_no_supervisor():
    office = ChallengeOffice()
    office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    for person in (UserFactory(), supervisor, person_of(office.organisation, Role.VIEWER)):
        assert page_of(person).status_code == 404
    assert Client().get(BOARD).status_code == 302


def test_what_is_late_stands_first_then_what_is_due_soonest():
    court = Court()
    challenges = [court.office.as_listed() for _one in range(2)]
    objection = court.objection(court.shown())
    clock.shift(objection.due_at - clock.now() + timedelta(seconds=1))
    rows = board_rows(Challenge.objects.for_rows(), at=clock.now())
    assert rows[0].challenge.pk == court.key
    assert rows[0].is_late
    assert {row.challenge.pk for row in rows[1:]} == {one.pk for one in challenges}


def test_a_step_is_chosen_and_an_unknown_one_shows_all():
    court = Court()
    court.shown()
    listed = court.office.as_listed()
    assert titles(page_of(court.officer, step=5)) == [court.key]
    assert titles(page_of(court.officer, step=4)) == [listed.pk]
    assert len(titles(page_of(court.officer, step="²"))) == 2


def test_what_ended_stands_below_with_its_label():
    office = ChallengeOffice()
    challenge = office.as_listed()
    reason = reason_for("failed")
    Challenge.objects.filter(pk=challenge.pk).update(
        state="failed", ended_at=clock.now(), exit_reason=reason
    )
    page = page_of(office.editor)
    assert titles(page) == []
    assert reason.label in page.content.decode()


def test_what_is_an_officers_is_a_to_do_of_the_unit():
    office = ChallengeOffice()
    challenge = office.as_listed()
    before = len(Todos(office.editor, clock.now()))
    Challenge.objects.filter(pk=challenge.pk).update(state="closed")
    after = Todos(office.editor, clock.now())
    assert len(after) == before + 1
    assert reverse("bids:opening", args=[challenge.demand.lifecycle.number]) in {
        todo.url for todo in after[0:50]
    }
    others = {todo.url for todo in Todos(UserFactory(staff=True), clock.now())[0:50]}
    assert reverse("bids:opening", args=[challenge.demand.lifecycle.number]) not in others
