"""Openers hear that they are named and when it is time; the supervisor of refused attempts."""

from __future__ import annotations

import pytest
from django.db import transaction

from marketplace.bids import ceremony
from marketplace.bids.models import Opener
from marketplace.bids.opening import open_bids
from marketplace.bids.waiting import steps_waiting_for
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from tests.bids.factories import close, open_challenge, sealed
from tests.bids.refusing import refused
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.factories import UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def told(entry_kind, kind):
    with transaction.atomic():
        notify_on_entry(Entry.objects.filter(kind=entry_kind).latest("pk"), "")
    return {row.user for row in Notification.objects.filter(kind=kind)}


def titles(person):
    return [one.title for one in steps_waiting_for(person)]


def test_openers_hear_that_they_are_named_and_find_each_step_among_their_to_dos():
    challenge = open_challenge(rules={"seal_mode": "ceremony"})
    officer = person_of(challenge.demand.lifecycle.owner, Role.EDITOR)
    people = [UserFactory() for _number in range(3)]
    ceremony.name_openers(challenge, users=people, by=officer)
    assert told("openers_named", "opener_named") == set(people)
    assert titles(people[0]) == ["选定开启人口令"]
    for person in people:
        ceremony.choose_passphrase(challenge, by=person, passphrase="很长的一句口令 heron")
    assert titles(people[0]) == ["完成开启演练"]
    ceremony.rehearse(challenge, by=people[0], passphrase="很长的一句口令 heron")
    assert titles(people[0]) == []
    close(challenge)
    assert titles(people[0]) == ["提供口令并开启方案"]
    assert told("challenge_closed", "opening_waits") == set(people)
    assert Opener.objects.count() == 3


def test_under_the_time_lock_officers_hear_that_the_bids_can_be_opened(challenge, officer):
    close(challenge)
    assert officer in told("challenge_closed", "opening_waits")


def test_the_supervisor_hears_of_a_refused_attempt_and_of_no_other(challenge, officer, supervisor):
    sealed(challenge)
    refused("too_early", open_bids, challenge, by=officer)
    assert told("opening_attempted", "attempt_refused") == {supervisor}
    Notification.objects.all().delete()
    close(challenge)
    open_bids(fresh(challenge), by=officer)
    assert told("opening_attempted", "attempt_refused") == set()


def test_staff_hear_of_a_challenge_that_was_handed_in():
    office = ChallengeOffice()
    office.arguing()
    assert office.reviewer in told("challenge_handed_in", "fitness_handed_in")
