"""Subscribing from a list, one's own list, a message, and its signed links."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.journal.models import Entry
from marketplace.subscriptions import actions, permissions
from marketplace.subscriptions.actions import save_search
from marketplace.subscriptions.alerting import Fit, raise_alerts
from marketplace.subscriptions.links import link
from marketplace.subscriptions.models import Alert, SavedSearch, Subscription
from search import builds
from tests.claims.factories import capability_of, open_demand, person_of
from tests.factories import UserFactory
from tests.portal.pairs import flood_demand, forecast, page, url_of
from tests.subscriptions.factories import followed, saved

pytestmark = pytest.mark.django_db
MINE = "/workbench/subscriptions/"
WISHES = {"name": "泵站", "frequency": "daily", "by_mail": "on"}


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def button(client: Client, address: str) -> str:
    """Return where the list's button leads."""
    found = re.search(r'href="(/workbench/subscriptions/new/[^"]*)"', page(client, address))
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_the_button_of_a_list_saves_what_the_list_shows(client, index, person):
    shown = open_demand(title="泵站联动")
    open_demand(title="港口调度")
    builds.rebuild()
    address = button(client, f"/demands/?q={quote('泵站')}&state=open&domain=unknown")
    asked = page(client, address)
    assert "泵站" in asked
    assert "现有 1 条" in asked
    response = client.post(address, WISHES)
    assert response.headers["Location"] == MINE
    subscription = Subscription.objects.get()
    assert (subscription.user, subscription.frequency, subscription.by_mail) == (
        person,
        "daily",
        True,
    )
    assert subscription.search is not None
    assert subscription.search.text == "泵站"
    assert subscription.search.filters == {"state": ["open"]}
    assert subscription.known.listings == [shown.pk]
    assert Entry.objects.get(kind="subscription_saved").data == {}
    again = client.post(address, WISHES, follow=True)
    assert "已经有这条订阅" in again.content.decode()
    assert f"?q={quote('泵站')}&amp;state=open&amp;batch=all" in page(client, MINE)


def test_a_visitor_signs_in_first_and_an_unknown_list_is_not_found(client, index):
    response = client.get("/workbench/subscriptions/new/?list=capabilities&q=AI")
    assert response.status_code == 302
    assert "next=" in response.headers["Location"]
    client.force_login(UserFactory())
    assert client.get("/workbench/subscriptions/new/?list=people").status_code == 404


def test_mistakes_the_limit_and_a_resting_engine_are_said_in_the_form(
    client, index, person, monkeypatch
):
    address = "/workbench/subscriptions/new/?list=capabilities"
    resting = client.post(address, WISHES)
    assert resting.status_code == 503
    builds.rebuild()
    bad = client.post(address, {"name": " ", "frequency": "hourly"})
    assert bad.status_code == 422
    monkeypatch.setattr(permissions, "MOST", 1)
    saved("泵站", by=person)
    full = client.post(address, WISHES)
    assert full.status_code == 403
    assert "达到上限" in full.content.decode()
    assert Subscription.objects.count() == 1


def test_the_people_of_a_listing_subscribe_to_what_fits_it(client, index):
    capability, demand = forecast(), flood_demand()
    demand.qualifications.clear()
    demand.save()
    builds.rebuild()
    bidder = person_of(capability.lifecycle.owner)
    address = f"/workbench/subscriptions/new/?capability={capability.lifecycle.number}"
    assert address not in page(client, url_of(capability, "matches"))
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    client.force_login(bidder)
    assert address in page(client, url_of(capability, "matches"))
    assert capability.title in page(client, address)
    client.post(address, WISHES)
    subscription = Subscription.objects.get()
    assert subscription.listing == capability
    assert subscription.known.listings == [demand.pk]
    assert capability.title in page(client, MINE)


def test_what_comes_between_looking_and_being_subscribed_is_told(
    client, index, person, monkeypatch
):
    open_demand(title="泵站联动")
    builds.rebuild()
    whole = save_search

    def meanwhile(*args, **wishes):
        subscription = whole(*args, **wishes)
        open_demand(title="泵站巡检")
        builds.rebuild()
        return subscription

    monkeypatch.setattr(actions, "save_search", meanwhile)
    client.post(f"/workbench/subscriptions/new/?list=government_demands&q={quote('泵站')}", WISHES)
    alert = Alert.objects.get()
    assert alert.demand is not None
    assert alert.demand.title == "泵站巡检"
    assert alert.reason["words"] == [["泵站", "泵站"]]


def test_one_changes_pauses_and_deletes_ones_own_alone(client, person):
    assert "还没有订阅" in page(client, MINE)
    own, foreign = saved("泵站", by=person), saved("泵站")
    assert client.post(f"{MINE}{foreign.pk}/", WISHES).status_code == 404
    assert client.post(f"{MINE}{foreign.pk}/pause/").status_code == 404
    assert client.post(f"{MINE}{own.pk}/", {"name": ""}).status_code == 422
    client.post(f"{MINE}{own.pk}/", {"name": "我的泵站", "frequency": "weekly"})
    client.post(f"{MINE}{own.pk}/pause/")
    own.refresh_from_db()
    assert (own.name, own.frequency, own.state) == ("我的泵站", "weekly", "paused")
    assert client.post(f"{MINE}{own.pk}/pause/").status_code == 409
    assert "已暂停" in page(client, MINE)
    client.post(f"{MINE}{own.pk}/resume/")
    client.post(f"{MINE}{own.pk}/delete/")
    assert not Subscription.objects.filter(user=person).exists()
    assert SavedSearch.objects.count() == 1
    assert client.post(f"{MINE}{own.pk}/explode/").status_code == 404


def test_a_message_shows_why_and_pauses_and_deletes_from_itself(client, person):
    search = saved("泵站", by=person)
    firm = capability_of(person_firm := forecast().lifecycle.owner)
    member = person_of(person_firm)
    demand = open_demand(title="泵站联动")
    other = followed(firm, by=member)
    words = Fit(search.pk, {"words": [["泵站", "水泵站"]], "facets": []})
    points = Fit(other.pk, {"level": "fair", "points": ["积水预报"]})
    own, foreign = raise_alerts(demand, [words, points])
    address = reverse("subscriptions:message", args=[own.pk])
    shown = page(client, address)
    assert "泵站联动" in shown
    assert "原文写作“水泵站”" in shown
    assert f"{MINE}{search.pk}/pause/" in shown
    assert client.get(reverse("subscriptions:message", args=[foreign.pk])).status_code == 404
    client.post(f"{MINE}{search.pk}/delete/")
    assert "已没有内容" in page(client, address)


def test_a_signed_link_asks_first_acts_by_one_post_and_cannot_be_made_up(client):
    subscription = saved("泵站")
    pause, delete = link(subscription.pk, "pause"), link(subscription.pk, "delete")
    strict = Client(enforce_csrf_checks=True)
    assert "暂停这条订阅" in page(strict, pause)
    subscription.refresh_from_db()
    assert subscription.state == "active"
    assert "已暂停" in strict.post(pause).content.decode()
    assert strict.post(pause).status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == "paused"
    assert strict.get(pause.replace(f"/{subscription.pk}:", "/99:")).status_code == 404
    assert strict.get(pause.replace("pause", "explode")).status_code == 404
    assert "已删除" in strict.post(delete, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert not Subscription.objects.exists()
    assert strict.post(delete).status_code == 410


def test_staff_read_figures_and_nobodys_searches(client, person):
    for _ in range(5):
        saved("秘密项目代号")
    saved("另一个词", list_key="capabilities")
    address = "/workbench/subscriptions/figures/"
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(staff=True))
    shown = page(client, address)
    assert '<td class="n num">5</td>' in shown
    assert '<td class="n num">–</td>' in shown
    assert "秘密" not in shown
    assert "subscriptions/figures" in client.get("/admin/").content.decode()
