"""What waits for people who judge: a vote on fitness, a declaration before the first look."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.core import clock
from marketplace.portal.todos import Todos
from marketplace.reviews.seating import declare_free
from tests.challenges.factories import ChallengeOffice, file
from tests.factories import UserFactory
from tests.reviews.factories import Court, who

pytestmark = pytest.mark.django_db


def urls_of(person):
    return [todo.url for todo in Todos(person, clock.now())[0:10]]


def test_a_vote_waits_for_whom_it_was_asked_of_until_it_is_filed():
    office = ChallengeOffice()
    vote = office.asked(office.arguing(), count=1)[0]
    assert urls_of(vote.reviewer) == [reverse("challenges:vote", args=[vote.pk])]
    assert urls_of(UserFactory()) == []
    file(vote)
    assert urls_of(vote.reviewer) == []


def test_a_declaration_waits_for_a_called_expert_until_it_is_made():
    panel = Court().drawn()
    seat = panel.called()[0]
    assert urls_of(who(seat)) == [reverse("reviews:seat", args=[seat.code])]
    declare_free(seat, by=who(seat))
    assert urls_of(who(seat)) == []
