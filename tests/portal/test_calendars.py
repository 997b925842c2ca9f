"""Calendars of deadlines: of a list for everybody, and of a person at a secret address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings.actions import save_draft
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.subscriptions.calendar_links import (
    person_behind,
    remove_calendar_link,
    renew_calendar_link,
    token_of,
)
from marketplace.subscriptions.following import follow
from marketplace.subscriptions.models import CalendarLink
from search import builds
from tests.calls.factories import Collecting
from tests.challenges.factories import ChallengeOffice, reason_for
from tests.claims.factories import claim_for, open_demand, with_lifecycle
from tests.factories import UserFactory
from tests.listings.factories import fresh
from tests.listings.test_timetable import days, in_days
from tests.portal.pairs import page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("index")]
LIST = "/demands/deadlines.ics"


def events(client, address=LIST):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(one["uid"]): one for one in Calendar.from_ical(response.content).walk("VEVENT")}


def address_of(person):
    return f"/calendars/{token_of(renew_calendar_link(by=person))}.ics"


def test_a_list_s_calendar_holds_each_deadline_that_is_not_long_past(client):
    now = clock.now()
    instant = now.replace(microsecond=0) + timedelta(days=9)
    demand = with_lifecycle(
        open_demand(title="泵站；联动,预报"),
        closes_at=instant,
        questions_close_at=now + timedelta(days=4),
    )
    with_lifecycle(open_demand(title="没有截止"), closes_at=None)
    with_lifecycle(open_demand(title="早已截止"), closes_at=now - timedelta(days=40))
    builds.rebuild()
    number = demand.lifecycle.number
    found = events(client)
    assert set(found) == {f"{number}-closes@localhost", f"{number}-questions_close@localhost"}
    closes = found[f"{number}-closes@localhost"]
    assert str(closes["summary"]) == "申请截止：泵站；联动,预报"
    assert closes["dtstart"].dt == instant
    assert str(closes["url"]) == f"http://testserver/demands/{number}/"
    assert events(client, f"{LIST}?q=港口") == {}
    assert client.get("/capabilities/deadlines.ics").status_code == 404


def test_a_calendar_is_the_same_until_something_changes(client):
    with_lifecycle(open_demand())
    builds.rebuild()
    first = client.get(LIST)
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_person_s_calendar_holds_what_they_follow_or_applied_for(client):
    followed, applied, other = (open_demand(title=one) for one in ("关注的", "申请的", "别的"))
    person = claim_for(applied).submitted_by
    follow(followed, by=person)
    hidden = open_demand(title="撤回的")
    follow(hidden, by=person)
    with_lifecycle(hidden, state="withdrawn")
    address = address_of(person)
    summaries = sorted(str(one["summary"]) for one in events(client, address).values())
    assert summaries == ["申请截止：关注的", "申请截止：申请的"]
    assert other.title not in client.get(address).content.decode()
    assert "private" in client.get(address)["Cache-Control"]
    assert "public" in client.get(LIST)["Cache-Control"]


def test_a_person_s_calendar_holds_until_when_their_bodies_reply_to_rounds(client):
    collecting = Collecting()
    person = collecting.editors[0]
    reply = collecting.reply()
    [event] = events(client, address_of(person)).values()
    assert event["dtstart"].dt == collecting.round.due_at.replace(microsecond=0)
    assert str(event["url"]) == f"http://testserver/workbench/replies/{reply.pk}/"
    collecting.said_none()
    assert events(client, address_of(person)) == {}


def test_a_new_address_ends_the_old_one_and_a_removed_one_leads_nowhere(client):
    person = UserFactory()
    first = address_of(person)
    second = address_of(person)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    person.is_active = False
    person.save()
    assert client.get(second).status_code == 404
    person.is_active = True
    person.save()
    for _ in range(2):
        remove_calendar_link(by=person)
    assert client.get(second).status_code == 404
    kinds = Entry.objects.filter(kind__startswith="calendar").values_list("kind", "data")
    assert list(kinds.order_by("pk")) == [
        ("calendar_renewed", {}),
        ("calendar_renewed", {}),
        ("calendar_removed", {}),
    ]


def planning():
    """Return who lists a challenge, and it with all its planned days, found by the lists."""
    office = ChallengeOffice()
    challenge = office.listed(**days(40, 60, None, 90))
    builds.rebuild()
    return office, challenge


@pytest.fixture
def following():
    """Return the addresses of the calendars that hold a challenge which somebody follows."""

    def addresses(challenge):
        person = UserFactory()
        follow(challenge.demand, by=person)
        return [
            LIST,
            address_of(person),
            f"/demands/{challenge.demand.lifecycle.number}/deadlines.ics",
        ]

    return addresses


def test_planned_days_of_a_challenge_stand_in_each_calendar_as_whole_days(client, following):
    _office, challenge = planning()
    number = challenge.demand.lifecycle.number
    for address in following(challenge):
        found = events(client, address)
        assert set(found) == {
            f"{number}-{name}@localhost"
            for name in ("closes", "opening_on", "review_ends_on", "signing_on")
        }
        opening = found[f"{number}-opening_on@localhost"]
        assert opening["dtstart"].params["VALUE"] == "DATE"
        assert opening["dtstart"].dt == in_days(40)
        assert str(opening["summary"]) == f"计划开启方案日：{challenge.demand.title}"
        assert {int(one["sequence"]) for one in found.values()} == {0}


def test_a_day_that_an_addendum_moves_keeps_its_name_and_raises_its_number(client, following):
    office, challenge = planning()
    addresses = following(challenge)
    name = f"{challenge.demand.lifecycle.number}-signing_on@localhost"
    office.changed(fresh(challenge.demand), signing_on=in_days(95))
    builds.rebuild()
    for address in addresses:
        moved = events(client, address)[name]
        assert (moved["dtstart"].dt, int(moved["sequence"])) == (in_days(95), 1)


def test_a_day_that_is_only_drafted_or_of_a_challenge_that_is_over_stands_in_none(
    client, following
):
    office, challenge = planning()
    addresses = following(challenge)
    name = f"{challenge.demand.lifecycle.number}-signing_on@localhost"
    version = fresh(challenge.demand).get_latest_revision_as_object()
    version.signing_on = in_days(95)
    base = fresh(challenge.demand).latest_revision_id
    save_draft(version, by=office.editor, base_revision_id=base)
    for address in addresses:
        assert events(client, address)[name]["dtstart"].dt == in_days(90)
    Challenge.objects.filter(pk=challenge.pk).update(
        state="failed", ended_at=clock.now(), exit_reason=reason_for("failed")
    )
    for address in addresses:
        assert [one for one in events(client, address) if "_on@" in one] == []


def test_a_challenge_closed_long_ago_keeps_the_days_that_are_to_come(client, following):
    _office, challenge = planning()
    addresses = following(challenge)
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        opens_at=None, closes_at=clock.now() - timedelta(days=31)
    )
    Demand.objects.filter(pk=challenge.demand_id).update(opening_on=in_days(-31))
    number = challenge.demand.lifecycle.number
    builds.rebuild()
    for address in addresses:
        assert set(events(client, address)) == {
            f"{number}-{name}@localhost" for name in ("review_ends_on", "signing_on")
        }


def test_a_demand_s_calendar_is_read_where_the_demand_is(client):
    demand = with_lifecycle(open_demand(), closes_at=clock.now() + timedelta(days=9))
    page_of = f"/demands/{demand.lifecycle.number}/"
    address = f"{page_of}deadlines.ics"
    assert f'href="{address}"' in page(client, page_of)
    assert len(events(client, address)) == 1
    with_lifecycle(demand, state="withdrawn")
    assert client.get(address).status_code == 404


def test_made_up_addresses_lead_nowhere(client):
    mine, other = (renew_calendar_link(by=UserFactory()) for _ in range(2))
    token = token_of(mine)
    swapped = CalendarLink(pk=other.pk, secret=mine.secret)
    for wrong in ("", "x", token[:-1], token + "x", f"{mine.pk}-{mine.secret}", token_of(swapped)):
        assert person_behind(wrong) is None
        assert client.get(f"/calendars/{wrong or '-'}.ics").status_code == 404


def test_the_page_gives_renews_and_ends_the_address(client):
    client.force_login(UserFactory())
    mine, door = "/workbench/follows/", "/workbench/follows/calendar/"
    assert "/calendars/" not in page(client, mine)
    client.post(f"{door}renew/")
    assert token_of(CalendarLink.objects.get()) in page(client, mine)
    assert client.post(f"{door}print/").status_code == 404
    client.post(f"{door}remove/")
    assert "/calendars/" not in page(client, mine)
