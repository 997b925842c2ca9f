"""Declarations are due: a reminder on the day, then the next alternate, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.challenges.dues import Hand, dues_of
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import due_after, morning_of
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.reviews.declaring import prompt_experts
from marketplace.reviews.models import Cause, Seat, SeatState
from marketplace.reviews.seating import declare_free, prompt_to_declare
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once
from tests.reviews.factories import Court, who

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SECOND = timedelta(seconds=1)


def move_to(instant):
    clock.shift(timedelta())
    clock.shift(instant - clock.now())


def entries():
    kinds = ["declaration_due_today", "declaration_missed"]
    return list(Entry.objects.filter(kind__in=kinds).values_list("kind", flat=True).order_by("pk"))


def test_it_reminds_on_the_due_day_and_passes_the_place_on_after_it_each_once():
    court = Court().drawn()
    seat, *others = court.called()
    for one in others:
        declare_free(one, by=who(one))
    assert seat.called_at
    assert seat.declare_by == due_after(seat.called_at, 2)
    prompt_experts()
    assert entries() == []
    [due] = dues_of([court.challenge], at=clock.now())[court.key]
    assert (due.hand, due.by) == (Hand.EXPERT, seat.declare_by)
    move_to(morning_of(seat.declare_by) + SECOND)
    for _ in range(2):
        prompt_experts()
    assert entries() == ["declaration_due_today"]
    move_to(seat.declare_by)
    for _ in range(2):
        prompt_experts()
    assert entries() == ["declaration_due_today", "declaration_missed"]
    missed = Seat.objects.for_rows().get(pk=seat.pk)
    assert (missed.state, missed.recusal.cause) == (SeatState.RECUSED, Cause.LATE)
    [following] = court.called()
    assert following == missed.recusal.replacement
    assert (following.place, following.declare_by) == (seat.place, due_after(clock.now(), 2))
    with pytest.raises(Refusal):
        declare_free(missed, by=who(missed))
    notify_on_entry(Entry.objects.get(kind="declaration_missed"), "")
    assert Notification.objects.get(kind="declaration_missed").user == who(missed)


def test_a_challenge_that_left_the_opened_bids_passes_no_place_on():
    court = Court().drawn()
    seat = court.called()[0]
    Challenge.objects.filter(pk=court.key).update(state=Challenge.State.NOTICED)
    move_to(seat.declare_by)
    prompt_experts()
    assert entries() == []


@pytest.mark.django_db(transaction=True)
def test_a_declaration_and_the_clock_at_once_leave_one_person_in_the_place():
    court = Court().drawn()
    seat, *others = court.called()
    for one in others:
        declare_free(one, by=who(one))
    move_to(seat.declare_by)
    fresh = Seat.objects.for_rows().get(pk=seat.pk)
    answers = at_once(
        lambda: prompt_to_declare(fresh),
        lambda: declare_free(fresh, by=who(fresh)),
        lambda: prompt_to_declare(fresh),
    )
    state = Seat.objects.get(pk=seat.pk).state
    declared = state == SeatState.SITTING
    assert answers == ["done"] * (3 if declared else 2) + ["wrong_state"] * (not declared)
    assert Seat.objects.taken().filter(panel=seat.panel, place=seat.place).count() == 1
    assert len(entries()) == (0 if declared else 1)
