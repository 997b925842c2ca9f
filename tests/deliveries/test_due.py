"""Days of milestones and checks: told once each, passed up when late, told anew when moved."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from marketplace.agreements.models import Milestone
from marketplace.core import clock
from marketplace.core.workdays import DAY_BEGINS, SHANGHAI, due_after, workday_after
from marketplace.deliveries import due, gating
from marketplace.deliveries.delays import ends_at
from marketplace.deliveries.models import Checkpoint, Prompt
from marketplace.journal.models import Entry
from tests.deliveries.factories import Site

pytestmark = [pytest.mark.django_db, pytest.mark.both]

KINDS = [
    *(f"milestone_{one}" for one in ("warned", "today", "late", "escalated")),
    *(f"check_{one}" for one in ("today", "late", "escalated")),
]


def told():
    rows = Entry.objects.filter(kind__in=KINDS).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def move_to(instant):
    clock.shift(timedelta())
    clock.shift(instant - clock.now())
    due.prompt_for_checkpoints()
    due.prompt_for_checkpoints()


def morning(day):
    return datetime.combine(day, DAY_BEGINS, tzinfo=SHANGHAI)


def due_on(site, number=0):
    return ends_at(site.checkpoint(number).milestone.due_on)


def test_a_milestone_is_warned_of_reminded_late_and_passed_up_each_once(site):
    end = due_on(site)
    move_to(end - timedelta(days=20))
    assert told() == []
    move_to(end - timedelta(days=2))
    assert told() == ["milestone_warned"]
    move_to(morning(end.date()))
    move_to(end)
    move_to(due_after(end, 3))
    assert told() == [f"milestone_{one}" for one in ("warned", "today", "late", "escalated")]


def test_what_waits_for_its_check_is_the_owners_delay(site):
    site.submitted()
    sent = site.checkpoint().submitted_at
    assert sent is not None
    end = due_after(sent, 5)
    move_to(morning(end.date()))
    move_to(end)
    move_to(due_after(end, 3))
    assert told() == [f"check_{one}" for one in ("today", "late", "escalated")]


def test_a_day_that_was_moved_is_told_anew(site):
    end = due_on(site)
    move_to(end)
    assert told() == ["milestone_late"]
    moved = workday_after(end.date(), 2)
    Milestone.objects.filter(pk=site.checkpoint().milestone_id).update(due_on=moved)
    move_to(datetime.combine(moved, time(18), tzinfo=SHANGHAI))
    assert told() == ["milestone_late"] * 2
    assert set(Prompt.objects.values_list("day", flat=True)) == {end.date(), moved}


def test_nobody_is_told_of_what_waits_for_a_gate_or_has_ended():
    site = Site(teams=2, is_staged=True)
    proposal = site.proposed("stop")
    Checkpoint.objects.filter(delivery=site.team(1)).update(
        state="passed", submitted_at=clock.now(), settled_at=clock.now()
    )
    move_to(due_on(site, 1))
    assert told() == []
    gating.decide_gate(proposal, by=site.approver)
    move_to(due_on(site, 1) + timedelta(days=30))
    assert told() == []


def test_what_passed_meanwhile_is_left_alone(site):
    late = site.checkpoint()
    site.as_passed()
    move_to(due_on(site))
    assert due.prompt(late) is None
    assert told() == []
