"""Closing and its reminders happen once each, whoever looks and however many clocks run."""

from datetime import timedelta

import pytest

from marketplace.claims.actions import submit_claim, withdraw_claim
from marketplace.claims.models import Claim
from marketplace.claims.permissions import may_change, may_claim
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal import clock_jobs
from marketplace.journal.models import Entry
from marketplace.listings import actions, closing
from marketplace.listings.models import Addendum, ClosingReminder, Demand
from marketplace.listings.question_permissions import may_ask
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import (
    PHONE,
    PITCH,
    claim_for,
    open_demand,
    person_of,
    with_lifecycle,
)
from tests.factories import OrganisationFactory
from tests.listings.factories import Office, fresh, step_of
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

HOUR = timedelta(hours=1)
MS = timedelta(milliseconds=1)


def closing_in(left, **fields):
    """Return an open demand of last week that closes after some time."""
    now = clock.now()
    fields = {"published_at": now - timedelta(days=7), **fields}
    return with_lifecycle(open_demand(), closes_at=now + left, **fields)


def entries(kind, demand):
    return list(Entry.objects.filter(kind=kind, subject_key=str(demand.pk)).order_by("pk"))


def test_a_close_is_recorded_once_when_its_instant_has_come(settings):
    settings.CLOCK_OFFSET = True
    demand = closing_in(HOUR)
    assert closing.close_due() == 0
    clock.shift(HOUR)
    assert closing.close_due() == 1
    assert closing.close_due() == 0
    row = fresh(demand).lifecycle
    assert row.closed_at >= row.closes_at
    [entry] = entries("demand_closed", demand)
    assert entry.data == {"closes_at": row.closes_at.isoformat()}
    assert entry.actor_key == ""


def test_the_clock_closes_without_anybody_looking():
    demand = closing_in(-HOUR)
    clock_jobs.run_all()
    assert len(entries("demand_closed", demand)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_at": None},
        {"state": "withdrawn"},
        {"state": "unpublished", "published_at": None},
    ],
)
def test_what_has_no_close_or_is_not_public_is_not_closed(fields):
    demand = with_lifecycle(closing_in(-HOUR), **fields)
    closing.watch_deadlines()
    assert fresh(demand).lifecycle.closed_at is None
    assert not Entry.objects.exists()


def test_one_demand_that_fails_holds_up_no_other(caplog):
    bad, good = closing_in(-2 * HOUR), closing_in(-HOUR)

    def act(row):
        if row.demand_id == bad.pk:
            raise LookupError
        return closing.close_demand(row)

    assert closing._each(closing._unclosed(), act) == 1
    assert fresh(good).lifecycle.closed_at is not None
    assert f"demand {bad.pk}" in caplog.text


@pytest.mark.parametrize(("before", "hours"), [(72, 72), (50, 72), (24, 24), (2, 24), (1, 1)])
def test_the_reminder_of_the_hour_is_recorded_once(before, hours):
    demand = closing_in(before * HOUR - timedelta(minutes=1))
    assert closing.remind_due() == 1
    assert closing.remind_due() == 0
    [entry] = entries("demand_closing", demand)
    assert entry.data["hours"] == hours
    assert entry.data["closes_at"] == demand.lifecycle.closes_at.isoformat()


def test_each_reminder_comes_in_its_time(settings):
    settings.CLOCK_OFFSET = True
    demand = closing_in(73 * HOUR)
    for passed in (0, 2, 30, 48, 50, 71.5, 72.5, 74):
        clock.shift(passed * HOUR)
        closing.watch_deadlines()
    assert [entry.data["hours"] for entry in entries("demand_closing", demand)] == [72, 24, 1]
    assert len(entries("demand_closed", demand)) == 1


def test_a_demand_published_later_than_the_hour_is_not_reminded_of_it():
    demand = closing_in(50 * HOUR, published_at=clock.now() - HOUR)
    assert closing.remind_due() == 0
    demand = with_lifecycle(demand, closes_at=clock.now() + 22 * HOUR)
    assert closing.remind_due() == 0


def test_a_close_that_was_moved_is_reminded_of_anew():
    demand = closing_in(HOUR / 2)
    closing.remind_due()
    demand = with_lifecycle(demand, closes_at=demand.lifecycle.closes_at + timedelta(minutes=10))
    assert closing.remind_due() == 1
    assert ClosingReminder.objects.filter(demand=demand, hours=1).count() == 2


def verdicts(demand, claim, asker):
    """Return what a demand says to applying, changing and asking now."""
    at, demand = clock.now(), fresh(demand)
    firm, claim = OrganisationFactory(), Claim.objects.get(pk=claim.pk)
    return [
        may_claim(person_of(firm), demand, firm=firm, at=at).code,
        may_change(claim.submitted_by, claim, at=at).code,
        may_ask(asker, demand, at=at).code,
    ]


def test_what_has_closed_stays_closed_when_the_clock_jumps_back(settings):
    settings.CLOCK_OFFSET = True
    demand = closing_in(2 * HOUR, opens_at=clock.now() - HOUR)
    claim, asker = claim_for(demand), person_of(OrganisationFactory())
    assert verdicts(demand, claim, asker) == ["", "", ""]
    clock.shift(3 * HOUR)
    closing.watch_deadlines()
    given = Entry.objects.filter(kind__in=["demand_closed", "demand_closing"]).count()
    for back in (timedelta(), -2 * HOUR, -timedelta(days=9)):
        clock.shift(back)
        closing.watch_deadlines()
        assert verdicts(demand, claim, asker) == ["closed", "closed", "closed"]
        assert demand not in Demand.objects.open_at(clock.now())
    assert Entry.objects.filter(kind__in=["demand_closed", "demand_closing"]).count() == given


def test_a_reminder_found_before_the_close_is_not_given_after_it(settings):
    settings.CLOCK_OFFSET = True
    demand = closing_in(HOUR / 2)
    row = demand.lifecycle
    clock.shift(HOUR)
    assert closing.close_due() == 1
    clock.shift(timedelta())
    assert closing.remind(row, hours=1) is False
    assert not entries("demand_closing", demand)


def test_a_clock_that_jumps_back_before_the_close_repeats_no_reminder(settings):
    settings.CLOCK_OFFSET = True
    demand = closing_in(HOUR / 2)
    for passed in (0, 0.4, -5, 0.2, 0.6, 0.1):
        clock.shift(passed * HOUR)
        closing.watch_deadlines()
    assert [one.data["hours"] for one in entries("demand_closing", demand)] == [1]
    assert len(entries("demand_closed", demand)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_clocks_one_records_the_close_and_one_the_reminder():
    closed, closes = closing_in(-HOUR), closing_in(HOUR / 2)
    assert at_once(*[closing.watch_deadlines] * 8) == ["done"] * 8
    assert len(entries("demand_closed", closed)) == 1
    assert len(entries("demand_closing", closes)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("extends", [True, False], ids=["in-time", "too-late"])
def test_an_extension_and_the_close_never_both_happen(extends):
    office = Office()
    first = clock.now().replace(microsecond=0) + timedelta(days=5)
    later = first + timedelta(days=30)
    demand = office.resubmitted(office.published(closes_at=first), closes_at=later)
    office.approve(demand, times=2)
    now = clock.now()
    with_lifecycle(demand, closes_at=now + timedelta(minutes=3) if extends else now)
    step = step_of(fresh(demand))

    def publish():
        actions.decide_step(step, by=office.reviewer, approve=True)

    outcome = at_once(publish, *[closing.watch_deadlines] * 5)
    row = fresh(demand).lifecycle
    if extends:
        assert outcome == ["done"] * 6
        assert (row.closes_at, row.closed_at) == (later, None)
        assert entries("demand_closed", demand) == []
        assert Addendum.objects.get().closes_after == later
    else:
        assert outcome == ["done"] * 5 + ["problems"]
        assert row.closed_at is not None
        assert len(entries("demand_closed", demand)) == 1
        assert not Addendum.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_application_in_the_instant_of_the_close_is_kept_or_refused_by_its_instant():
    demand = closing_in(timedelta(milliseconds=600))
    closes = demand.lifecycle.closes_at
    refused = []

    def applying():
        firm = OrganisationFactory()
        user = person_of(firm)

        def call():
            # Each goes on until it is refused, however slow the machine.
            while clock.now() < closes + timedelta(seconds=20):
                asked = clock.now()
                try:
                    claim = submit_claim(
                        fresh(demand),
                        firm=firm,
                        by=user,
                        pitch=PITCH,
                        contact_name="林工",
                        contact_phone=PHONE,
                    )
                except Refusal as refusal:
                    refused.append((refusal.code, asked, clock.now()))
                    return
                else:
                    withdraw_claim(claim, by=user)

        return call

    assert set(at_once(*[applying() for _number in range(4)], closing.watch_deadlines)) == {"done"}
    kept = [claim.submitted_at for claim in Claim.objects.filter(demand=demand)]
    assert kept
    assert max(kept) < closes
    assert {code for code, _asked, _answered in refused} == {"closed"}
    assert all(answered >= closes for _code, _asked, answered in refused)


@pytest.mark.parametrize(("left", "phase"), [(MS, "open"), (0 * MS, "closed"), (-MS, "closed")])
def test_the_border_lies_at_the_millisecond(left, phase):
    demand = closing_in(HOUR)
    at = demand.lifecycle.closes_at - left
    assert demand.lifecycle.phase_at(at) == phase
    firm = OrganisationFactory()
    assert bool(may_claim(person_of(firm), demand, firm=firm, at=at)) is (phase == "open")


def test_the_handling_people_hear_that_it_closed():
    demand = closing_in(-HOUR)
    officer = person_of(demand.lifecycle.owner, Role.VIEWER)
    person_of(demand.lifecycle.owner, Role.BIDDER)
    closing.close_due()
    [entry] = entries("demand_closed", demand)
    notify_on_entry(entry, "")
    [row] = Notification.objects.all()
    assert row.user == officer
    assert demand.title in notice_of(row).text
