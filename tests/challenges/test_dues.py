"""What challenges wait for: each room adds its own, the earliest stands first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.bids.models import Opener
from marketplace.challenges.dues import Due, Hand, dues_of
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from tests.challenges.factories import ChallengeOffice, fresh
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def dues_in(challenge, *, at=None):
    return dues_of([challenge], at=at or clock.now())[challenge.pk]


def in_state(challenge, state):
    Challenge.objects.filter(pk=challenge.pk).update(state=state)
    return fresh(challenge)


@pytest.mark.parametrize("hand", list(Hand))
def test_from_its_instant_on_a_step_is_late_but_never_the_clocks(hand):
    now = clock.now()
    due = Due(challenge=1, what="", hand=hand, by=now)
    assert not due.is_late_at(now - timedelta(milliseconds=1))
    assert due.is_late_at(now) is (hand != Hand.CLOCK)


def test_what_has_no_date_is_never_late():
    assert not Due(challenge=1, what="", hand=Hand.OFFICER).is_late_at(clock.now())


def test_a_listed_challenge_waits_for_its_close_and_the_announced_draw():
    challenge = ChallengeOffice().as_listed()
    close, draw = dues_in(challenge)
    assert {close.hand, draw.hand} == {Hand.CLOCK, Hand.STAFF}
    assert close.by == draw.by == challenge.closes_at


@pytest.mark.parametrize(
    ("state", "hand"),
    [("drafted", Hand.OFFICER), ("arguing", Hand.STAFF), ("argued", Hand.OFFICER)],
)
def test_before_the_listing_the_next_step_has_its_person_and_no_date(state, hand):
    [due] = dues_in(in_state(ChallengeOffice().as_listed(), state))
    assert (due.hand, due.by) == (hand, None)


@pytest.mark.parametrize(("mode", "hand"), [("time_lock", Hand.OFFICER), ("ceremony", Hand.OPENER)])
def test_a_closed_one_waits_for_those_who_open(mode, hand):
    challenge = ChallengeOffice().as_listed(rules={"seal_mode": mode})
    dues = dues_in(in_state(challenge, "closed"))
    assert hand in {due.hand for due in dues}


@pytest.mark.parametrize("state", ["arguing", "argued", "published"])
def test_a_ceremony_waits_for_its_openers_to_be_named_and_then_to_rehearse(state):
    challenge = ChallengeOffice().as_listed(rules={"seal_mode": "ceremony"})
    whats = {due.what for due in dues_in(in_state(challenge, state)) if due.hand != Hand.CLOCK}
    assert "指定三位开启人" in whats
    for number in (1, 2, 3):
        Opener.objects.create(challenge=challenge, number=number, user=UserFactory())
    assert Hand.OPENER in {due.hand for due in dues_in(in_state(challenge, state))}
    Opener.objects.update(rehearsed_at=clock.now())
    assert Hand.OPENER not in {due.hand for due in dues_in(in_state(challenge, state))}


@pytest.mark.parametrize("state", ["failed", "terminated", "withdrawn", "argued_down"])
def test_what_has_ended_waits_for_nothing(state):
    challenge = ChallengeOffice().as_listed()
    challenge.state = state
    assert dues_in(challenge) == []


def test_many_challenges_ask_no_more_than_one(django_assert_max_num_queries):
    office = ChallengeOffice()
    challenges = [office.as_listed() for _one in range(3)]
    dues_of(challenges, at=clock.now())
    with django_assert_max_num_queries(12):
        dues_of(challenges, at=clock.now())
