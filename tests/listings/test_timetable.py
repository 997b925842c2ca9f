"""The planned days of a challenge: in their order, never into the past, moved by addenda alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.listings import actions
from marketplace.listings.models import Addendum, Demand
from marketplace.listings.timetable import (
    PLANNED,
    planned_days,
    problems_of_days,
    problems_of_moved_days,
)
from tests.challenges.factories import ChallengeOffice
from tests.challenges.factories import fresh as challenge_again
from tests.listings.factories import Office, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.both]

EARLY = "该日期早于前一环节。"


def in_days(count):
    return clock.now().astimezone(SHANGHAI).date() + timedelta(days=count)


def days(*counts):
    """Return planned days by their fields, so many days from now; None leaves one open."""
    given = zip(PLANNED, counts, strict=True)
    return {name: None if count is None else in_days(count) for name, count in given}


def demand_with(*counts, mode="challenge"):
    closes = clock.now() + timedelta(days=30)
    return Demand(mode=mode, closes_at=closes, **days(*counts))


def faults(demand):
    return [(name, str(said)) for name, said in problems_of_days(demand)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((30, 40, 41, 60), []),
        ((30, 30, 30, 30), []),
        ((None, None, None, None), []),
        ((None, 40, None, 60), []),
        ((29, 40, 41, 60), ["opening_on"]),
        ((31, None, 30, 60), ["notice_on"]),
        ((31, 40, 39, 38), ["notice_on", "signing_on"]),
        ((None, None, None, 29), ["signing_on"]),
    ],
)
def test_the_days_come_in_the_order_of_their_steps_after_the_close(counts, found):
    assert faults(demand_with(*counts)) == [(name, EARLY) for name in found]


def test_other_demands_plan_none():
    assert [name for name, _said in faults(demand_with(31, 40, 41, 60, mode="scenario"))] == [
        *PLANNED
    ]


def test_what_is_planned_out_of_order_is_not_handed_in(client):
    office = Office()
    demand = office.draft(mode="challenge")
    version = demand.get_latest_revision_as_object()
    for name, day in days(90, 80, None, None).items():
        setattr(version, name, day)
    actions.save_draft(version, by=office.editor, base_revision_id=demand.latest_revision_id)
    client.force_login(office.editor)
    page = client.get(f"/workbench/demands/{demand.pk}/check/").content.decode()
    assert EARLY in page
    assert f'href="/workbench/demands/{demand.pk}/edit/#id_review_ends_on"' in page


def test_an_author_types_the_days_and_finds_them_again(client):
    office = Office()
    demand = office.draft(mode="challenge")
    client.force_login(office.editor)
    edit = f"/workbench/demands/{demand.pk}/edit/"
    form = client.get(edit).context["form"]
    typed = {name: form[name].value() or "" for name in ("title", "mode", "budget_kind")}
    sent = {**typed, "cooperation": "single", "opening_on": "2031.5.6", "signing_on": "明年"}
    answer = client.post(edit, sent).content.decode()
    assert "2031.5.6" in answer
    assert "明年" in answer


def test_a_day_is_not_moved_into_the_past():
    office = ChallengeOffice()
    demand = office.as_listed().demand
    Demand.objects.filter(pk=demand.pk).update(**days(-3, 20, None, None))
    for counts, found in (((-3, 20, None, None), []), ((-2, -1, None, None), ["both"])):
        version = fresh(demand)
        for name, day in days(*counts).items():
            setattr(version, name, day)
        told = problems_of_moved_days(version, version.lifecycle, at=clock.now())
        assert [name for name, _said in told] == ([*PLANNED[:2]] if found else [])


def test_a_listed_challenge_moves_its_days_by_an_addendum_and_no_other_way():
    office = ChallengeOffice()
    challenge = office.listed(**days(40, 60, None, 90))
    demand = office.changed(fresh(challenge.demand), signing_on=in_days(95))
    [addendum] = Addendum.objects.all()
    assert [(one["name"], one["after"]) for one in addendum.differences] == [
        ("signing_on", [in_days(95).isoformat()])
    ]
    assert addendum.is_material
    assert planned_days(fresh(demand))["signing_on"] == in_days(95)
    assert challenge_again(challenge).state == "published"


def test_what_is_listed_again_plans_anew():
    office = Office()
    demand = office.draft(mode="challenge")
    version = demand.get_latest_revision_as_object()
    version.opening_on = date(2031, 5, 6)
    actions.save_draft(version, by=office.editor, base_revision_id=demand.latest_revision_id)
    copied = actions.copy_as_draft(fresh(demand), by=office.editor)
    assert planned_days(copied) == {}


def test_everybody_reads_the_days_on_page_and_interface(client):
    demand = ChallengeOffice().as_listed().demand
    Demand.objects.filter(pk=demand.pk).update(opening_on=date(2031, 5, 6))
    number = demand.lifecycle.number
    assert "计划开启方案日" in client.get(f"/demands/{number}/").content.decode()
    assert client.get(f"/api/demands/{number}").json()["opening_on"] == "2031-05-06"
