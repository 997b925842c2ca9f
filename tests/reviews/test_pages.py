from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from marketplace.experts.draw_record import replayed
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import Notification
from marketplace.reviews.models import Draw, Panel, Recusal, Seat
from marketplace.reviews.seating import declare_free, recuse, step_back
from tests.experts.factories import expert, job, person
from tests.factories import DomainFactory, UserFactory
from tests.reviews.factories import TRAFFIC, VALUE, WATER, Court, record_of, who

pytestmark = pytest.mark.django_db

MINE = reverse("reviews:mine")
CRITERION = "技术路线"


def text_of(response):
    """Return a page without what each drawing makes anew: its instant and its tokens."""
    anew = r'name="(?:server-now|csrfmiddlewaretoken)" (?:content|value)="[^"]*"'
    return re.sub(anew, "", response.content.decode())


def address(court, name, *more):
    return reverse(f"reviews:{name}", args=[court.challenge.demand.lifecycle.number, *more])


def promised(**others):
    said = {
        "source": "上证指数 2026-12-01 收盘点位",
        "alternates": "2",
        "field_0": WATER,
        "seats_0": "2",
        "field_1": TRAFFIC,
        "seats_1": "1",
    }
    return said | others


def test_staff_announce_hold_compare_and_replace(client):
    court = Court()
    client.force_login(court.staff)
    assert court.challenge.demand.title in text_of(client.get(reverse("reviews:panels")))
    assert client.get(address(court, "panel")).status_code == 200
    assert client.post(address(court, "promise"), promised()).status_code == 302
    commitment = Draw.objects.get().commitment
    assert "第 1 次抽取：已公告" in text_of(client.get(address(court, "panel")))
    client.logout()
    assert commitment in text_of(client.get(address(court, "draws")))
    court.opened()
    client.force_login(court.staff)
    refused = client.post(address(court, "hold", 1), {"public_input": VALUE})
    assert refused.status_code == 422
    assert VALUE in text_of(refused)
    client.force_login(court.other)
    assert client.post(address(court, "hold", 1), {"public_input": VALUE}).status_code == 302
    compared = client.get(address(court, "draw", 1))
    assert compared.context["is_kept"]
    cells = [cell for row in compared.context["rows"] for cell in row[2:]]
    assert any("、" in one for one in cells)
    assert not any("," in one for one in cells)
    record = json.loads(client.get(address(court, "record", 1)).content)
    assert replayed(record).is_same
    seat = court.called()[0]
    empty = client.post(address(court, "step_down", seat.code), {"words": ""})
    assert empty.status_code == 422
    client.post(address(court, "step_down", seat.code), {"words": "核实有利害关系"})
    page = text_of(client.get(address(court, "panel")))
    assert "核实有利害关系" in page
    client.logout()
    public = text_of(client.get(address(court, "draws")))
    assert record["secret"] in public
    assert record["pool_digest"] in public
    assert not any(one.expert.name in public or one.expert.code in public for one in court.seats())


@pytest.mark.parametrize(
    "fault",
    [
        {"seats_0": ""},
        {"field_1": ""},
        {"field_1": WATER},
        {"field_1": "domain:none"},
        {"seats_0": "9"},
        {"alternates": "x"},
        {"source": ""},
    ],
)
def test_nothing_typed_is_lost_where_an_announcement_is_refused(client, fault):
    court = Court(water=0, traffic=0)
    for slug in ("water", "traffic"):
        DomainFactory(slug=slug)
    client.force_login(court.staff)
    response = client.post(address(court, "promise"), promised(**fault))
    assert response.status_code == 422
    assert "is-bad" in text_of(response) or 'role="alert"' in text_of(response)
    if "source" not in fault:
        assert "收盘点位" in text_of(response)
    assert not Panel.objects.exists()


def test_a_draw_that_was_altered_is_shown_as_one(client):
    court = Court().drawn()
    draw = Draw.objects.get()
    record = record_of()
    record["panel"]["members"][0][1][0] = court.seats("reserve")[0].expert.code
    Draw.objects.filter(pk=draw.pk).update(record=record)
    client.force_login(court.staff)
    response = client.get(address(court, "draw", 1))
    assert not response.context["is_kept"]
    assert "panel" in response.context["again"].faults


def test_who_the_rules_left_out_is_shown_to_staff_with_both_facts(client):
    court = Court(water=3, traffic=2)
    owner = court.challenge.demand.lifecycle.owner
    tied = expert(None, job(owner), domains=[DomainFactory(slug="water")])
    draw = court.promise()
    court.opened()
    court.hold(draw)
    client.force_login(court.staff)
    page = text_of(client.get(address(court, "draw", 1)))
    assert tied.name in page
    assert owner.name in page


def test_an_expert_declares_before_anything_can_be_read(client):
    court = Court().drawn()
    seat = court.called()[0]
    client.force_login(who(seat))
    assert seat.code in text_of(client.get(MINE))
    page = reverse("reviews:seat", args=[seat.code])
    before = text_of(client.get(page))
    assert CRITERION not in before
    assert court.challenge.demand.lifecycle.owner.name in before
    client.post(reverse("reviews:declare", args=[seat.code]))
    assert CRITERION in text_of(client.get(page))


def test_stepping_back_needs_its_reason_and_keeps_what_was_typed(client):
    court = Court().drawn()
    seat = court.called()[0]
    client.force_login(who(seat))
    back = reverse("reviews:step_back", args=[seat.code])
    assert client.post(back, {"why": "tie", "words": ""}).status_code == 422
    assert "写了很多" in text_of(client.post(back, {"why": "", "words": "写了很多"}))
    assert client.post(back, {"why": "tie", "words": "曾任顾问"}).status_code == 302
    assert Recusal.objects.get().words == "曾任顾问"


def test_nobody_but_staff_opens_the_panels_pages(client):
    court = Court().drawn()
    for reader in (UserFactory(), who(court.called()[0]), court.office.editor):
        client.force_login(reader)
        for name, more in (("panel", ()), ("draw", (1,)), ("record", (1,))):
            assert client.get(address(court, name, *more)).status_code == 403
        assert client.get(reverse("reviews:panels")).status_code == 403
        assert client.post(address(court, "hold", 1), {"public_input": "1"}).status_code == 403


def test_what_is_not_there_is_not_found(client):
    court = Court()
    assert client.get(address(court, "draws")).status_code == 404
    client.force_login(court.staff)
    assert client.get(reverse("reviews:panel", args=["XQ-1999-0001"])).status_code == 404
    assert client.get(address(court, "draw", 1)).status_code == 404
    court.promise()
    assert client.get(address(court, "draw", 1)).status_code == 404
    assert client.get(address(court, "record", 1)).status_code == 404


def doors(client, account, court, codes):
    """Return everything that an account reads at each door about some seats."""
    client.force_login(account)
    read = []
    for code in codes:
        for name in ("seat", "declare", "step_back"):
            url = reverse(f"reviews:{name}", args=[code])
            response = client.get(url) if name == "seat" else client.post(url, {"why": "unable"})
            read.append((response.status_code, text_of(response).replace(code, "CODE")))
    demand = reverse("portal:demand", args=[court.challenge.demand.lifecycle.number])
    inbox, since = reverse("notifications:inbox"), reverse("notifications:since", args=[0])
    own = (MINE, reverse("experts:mine"), inbox, since)
    staff = (reverse("reviews:panels"), address(court, "panel"), address(court, "record", 1))
    answers = [client.get(url) for url in (*own, *staff, address(court, "draws"), demand)]
    return read + [(answer.status_code, text_of(answer)) for answer in answers]


@pytest.mark.parametrize("way", ["own", "staff", "rule", "alternate", "reserve"])
def test_who_stepped_back_reads_at_every_door_what_a_stranger_reads(client, way):
    """Two worlds: in one the expert was drawn and is recused, in the other never was."""
    court = Court(water=5, traffic=2).drawn()
    seat = next(one for one in court.called() if one.field == WATER)
    reserve = next(one for one in court.seats("reserve") if one.field == WATER)
    held = reserve if way in ("alternate", "reserve") else seat
    account = who(held)
    if way == "own":
        step_back(seat, by=account, has_tie=True, words="曾任顾问")
    elif way == "rule":
        owner = court.challenge.demand.lifecycle.owner
        held.expert.employments.update(credit_code=owner.credit_code)
        assert declare_free(seat, by=account).state == "recused"
    elif way != "reserve":
        recuse(held, by=court.staff, words="核实有利害关系")
    run_until_caught_up()
    drawn = doors(client, account, court, [held.code])
    Recusal.objects.filter(seat=held)._raw_delete("default")
    Seat.objects.filter(pk=held.pk).delete()
    assert doors(client, account, court, ["2222-2222-2222"]) == drawn


def test_a_recused_expert_is_told_nothing_more(client):
    court = Court(water=5, traffic=2).drawn()
    seat = next(one for one in court.called() if one.field == WATER)
    recuse(seat, by=court.staff, words="核实有利害关系")
    reserve = next(one for one in court.called() if one.field == WATER and one.pk != seat.pk)
    court.seated()
    run_until_caught_up()
    told = Notification.objects.filter(user__in=[who(seat)])
    assert not told.filter(kind__startswith="seat").exists()
    assert Notification.objects.filter(user=who(reserve), kind="seat_called").count() == 1
    assert Notification.objects.filter(user=court.staff, kind="seat_recused").exists()
    assert Notification.objects.filter(user=court.staff, kind="panel_seated").exists()
    assert person(seat.expert) == who(seat)
