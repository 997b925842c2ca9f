"""Atom feeds: what the list shows, the same for everybody, and told to be the same when it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from defusedxml import ElementTree

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from search import builds
from search.engines.protocol import EngineUnavailable
from tests.claims.factories import (
    capability_of,
    claim_for,
    open_demand,
    person_of,
    with_lifecycle,
)
from tests.factories import DomainFactory, OrganisationFactory
from tests.portal.pairs import page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("index")]
FEED = "/demands/feed.xml"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address=FEED):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(client, address=FEED):
    return [one.text for one in read(client, address).findall(f"{ATOM}entry/{ATOM}title")]


def without_engine(monkeypatch):
    def away(*_args):
        raise EngineUnavailable

    monkeypatch.setattr("cms.lists.reading.search_listings", away)


def test_a_feed_holds_the_newest_of_its_list_and_what_is_said_of_each(client):
    now, closes = clock.now(), datetime(2026, 12, 18, 17, tzinfo=SHANGHAI)
    old = with_lifecycle(open_demand(title="港口调度"), published_at=now - timedelta(days=3))
    new = with_lifecycle(
        open_demand(title="泵站 <联动> & 预报", summary="一句话"),
        published_at=now,
        closes_at=closes,
    )
    new.domains.set([DomainFactory(name="智慧水务")])
    new.save()
    open_demand(OrganisationFactory(), title="企业的需求")
    capability_of(OrganisationFactory(), title="渣土车识别")
    with_lifecycle(open_demand(title="撤回的"), state="withdrawn")
    builds.rebuild()
    feed = read(client)
    first, second = feed.findall(f"{ATOM}entry")
    assert (first.findtext(f"{ATOM}title"), second.findtext(f"{ATOM}title")) == (
        new.title,
        old.title,
    )
    number = new.lifecycle.number
    assert first.find(f"{ATOM}link").get("href") == f"http://testserver/demands/{number}/"
    assert first.findtext(f"{ATOM}id") == f"tag:localhost,2026:{number}"
    assert first.findtext(f"{ATOM}author/{ATOM}name") == str(new.lifecycle.owner)
    assert first.find(f"{ATOM}category").get("term") == "智慧水务"
    assert "一句话" in first.findtext(f"{ATOM}summary")
    assert "2026-12-18 星期五 17:00 北京时间" in first.findtext(f"{ATOM}summary")
    assert feed.findtext(f"{ATOM}updated") == first.findtext(f"{ATOM}updated")
    assert titles(client, "/demands/enterprise/feed.xml") == ["企业的需求"]
    assert titles(client, "/capabilities/feed.xml") == ["渣土车识别"]


@pytest.mark.parametrize("has_engine", [True, False])
def test_a_feed_takes_the_list_s_text_and_filters(client, monkeypatch, has_engine):
    domain = DomainFactory(name="智慧水务")
    fitting = open_demand(title="泵站联动")
    fitting.domains.set([domain])
    fitting.save()
    open_demand(title="泵站维修")
    open_demand(title="港口调度")
    builds.rebuild()
    if not has_engine:
        without_engine(monkeypatch)
    asked = f"{FEED}?q={quote('泵站')}&domain={domain.slug}&domain=unknown&batch=all&page=9"
    assert titles(client, asked) == ["泵站联动"]
    assert sorted(titles(client, f"{FEED}?q={quote('泵站')}")) == ["泵站维修", "泵站联动"]
    assert read(client, asked).findtext(f"{ATOM}title") == "政府需求清单 · 泵站 · 智慧水务"


def test_a_feed_is_the_same_until_something_changes(client):
    demand = open_demand(title="泵站联动")
    builds.rebuild()
    first = client.get(FEED)
    assert first["Last-Modified"]
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    stale = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert stale.status_code == 200
    with_lifecycle(demand, state="withdrawn")
    gone = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (gone.status_code, "泵站联动" in gone.content.decode()) == (200, False)


def test_a_feed_reads_the_same_whoever_asks_and_whoever_applied(client):
    demand = open_demand(title="泵站联动")
    builds.rebuild()
    before = client.get(FEED).content
    claim = claim_for(demand)
    for person in (claim.submitted_by, person_of(demand.lifecycle.owner)):
        client.force_login(person)
        assert client.get(FEED).content == before


def test_hostile_texts_leave_the_feed_well_formed(client):
    open_demand(title="a\x0b]]>\u202e<script>", summary="\x1f&amp;\ud7ff")
    builds.rebuild()
    assert titles(client) == ["a]]><script>"]
    for text in ("\x00", "\x0b", "]]>", '"', "%", "a" * 5000):
        assert client.get(FEED, {"q": text, "sort": text, "page": text}).status_code == 200
        ElementTree.fromstring(client.get(FEED, {"q": text}).content)
    assert client.get("/people/feed.xml").status_code == 404
    assert client.post(FEED).status_code == 405


def test_the_list_and_the_footer_lead_to_the_feeds(client):
    open_demand(title="泵站联动")
    builds.rebuild()
    listed = page(client, f"/demands/?q={quote('泵站')}&state=open")
    address = f"{FEED}?q={quote('泵站')}&amp;state=open"
    assert f'type="application/atom+xml" title="政府需求清单" href="{address}"' in listed
    assert f'href="/demands/deadlines.ics?q={quote("泵站")}&amp;state=open"' in listed
    assert 'href="/feeds/"' in listed
    feeds = page(client, "/feeds/")
    for one in (FEED, "/demands/enterprise/feed.xml", "/capabilities/feed.xml"):
        assert f'href="{one}"' in feeds
