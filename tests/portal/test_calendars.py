"""Calendars of deadlines: of a list for everybody, and of a person at a secret address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from marketplace.core import clock
from marketplace.journal.models import Entry
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
from tests.claims.factories import claim_for, open_demand, with_lifecycle
from tests.factories import UserFactory
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
