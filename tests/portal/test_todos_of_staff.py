"""What waits for staff: experts to check, draws to announce and hold, fitness checks to settle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.workdays import due_after
from marketplace.experts.actions import decide_on
from marketplace.portal.todos import Todos
from tests.challenges.factories import ChallengeOffice, file
from tests.experts.factories import applied, keeper
from tests.factories import UserFactory
from tests.reviews.factories import Court

pytestmark = pytest.mark.django_db


def todos_of(person):
    return {todo.url: todo for todo in Todos(person, clock.now())[0:50]}


def test_an_application_waits_for_staff_but_the_applicant_until_it_is_decided():
    staff = keeper()
    expert = applied()
    own = applied(staff)
    url = reverse("experts:expert", args=[expert.code])
    due = due_after(expert.applied_at, 5)
    found = todos_of(staff)
    assert list(found) == [url]
    assert (found[url].since, found[url].due) == (expert.applied_at, due)
    assert reverse("experts:expert", args=[own.code]) not in found
    clock.shift(due - clock.now() + timedelta(seconds=1))
    late = Todos(staff, clock.now())
    assert (late.late, late[0:1][0].urgency) == (1, "late")
    decide_on(expert, verb="accept", by=staff)
    assert todos_of(staff) == {}
    assert todos_of(UserFactory()) == {}


def test_a_draw_waits_to_be_announced_by_the_close_then_to_be_held_by_somebody_else():
    court = Court(water=3, traffic=1)
    url = reverse("reviews:panel", args=[court.challenge.demand.lifecycle.number])
    [todo] = todos_of(court.staff).values()
    assert (todo.url, todo.due) == (url, court.challenge.closes_at)
    with clock.set_back(timedelta(minutes=5)):
        draw = court.promise(alternates=0)
    assert todos_of(court.staff) == todos_of(court.other) == {}
    court.opened()
    assert todos_of(court.staff) == {}
    assert url in todos_of(court.other)
    court.hold(draw)
    assert todos_of(court.other) == {}


def test_a_fitness_check_waits_for_people_to_be_asked_and_for_its_conclusion():
    office = ChallengeOffice()
    challenge = office.arguing()
    url = reverse("challenges:work", args=[challenge.demand_id])
    assert url in todos_of(office.reviewer)
    votes = office.asked(challenge, count=3)
    assert url not in todos_of(office.reviewer)
    for vote in votes:
        file(vote)
    assert url in todos_of(office.reviewer)
    assert url not in todos_of(UserFactory())
