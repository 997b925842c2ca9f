"""Decisions that are due: a reminder on the day, the escalation once, however often it runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.awards import due, objecting
from marketplace.awards.models import Objection
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def entries():
    kinds = ["objection_due_today", "objection_overdue"]
    return list(Entry.objects.filter(kind__in=kinds).values_list("kind", flat=True).order_by("pk"))


def move_to(instant):
    clock.shift(timedelta())
    clock.shift(instant - clock.now())


def test_it_reminds_on_the_due_day_and_escalates_after_it_each_once(court):
    objection = court.objection(court.shown())
    due.prompt_for_decisions()
    assert entries() == []
    move_to(morning_of(objection.due_at) + timedelta(seconds=1))
    for _ in range(2):
        due.prompt_for_decisions()
    assert entries() == ["objection_due_today"]
    move_to(objection.due_at + timedelta(seconds=1))
    for _ in range(2):
        due.prompt_for_decisions()
    assert entries() == ["objection_due_today", "objection_overdue"]
    stamped = Objection.objects.get()
    assert stamped.reminded_at
    assert stamped.escalated_at
    assert stamped.reminded_at < stamped.escalated_at


def test_what_is_late_when_first_seen_is_escalated_at_once(court):
    objection = court.objection(court.shown())
    move_to(objection.due_at)
    due.prompt_for_decisions()
    due.prompt_for_decisions()
    assert entries() == ["objection_overdue"]


def test_what_is_decided_or_withdrawn_is_left_alone(court):
    objection = court.objection(court.shown())
    objecting.withdraw_objection(objection, by=court.stranger)
    move_to(objection.due_at + timedelta(days=1))
    due.prompt_for_decisions()
    assert due.prompt(objection) == ""
    assert entries() == []
