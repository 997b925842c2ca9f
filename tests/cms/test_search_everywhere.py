"""The search over all lists, and what its box suggests."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.organisations.models import Kind
from search import past_queries, vocabulary_held
from search.language import parse
from search.models import TypedQuery
from tests.claims.factories import capability_of
from tests.cms.lists import demand, indexed, read
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def forget_words() -> None:
    vocabulary_held.forget()


def suggested(client: Client, typed: str, where: str = "") -> list[tuple[str, str]]:
    response = client.get("/search/suggest/", {"q": typed, "in": where})
    assert response.status_code == 200
    found = re.findall(
        r'data-href="([^"]*)"><span>(.*?)</span>', response.content.decode(), re.DOTALL
    )
    return [(text, address) for address, text in found]


def titles_in(text: str) -> list[str]:
    found = re.findall(r'<li class="result">.*?<h2><a[^>]*>(.*?)</a></h2>', text, re.DOTALL)
    return [re.sub(r"</?mark>", "", title) for title in found]


def test_one_text_finds_hits_in_every_list(client: Client, index: None):
    demand("政府泊位预报")
    demand("企业泊位材料", owner=OrganisationFactory(kind=Kind.FIRM))
    capability_of(OrganisationFactory(), title="泊位识别系统")
    demand("港口潮位")
    indexed()
    text = read(client, "/search/?q=泊位")
    assert set(titles_in(text)) == {"政府泊位预报", "企业泊位材料", "泊位识别系统"}
    assert '共 <b class="num">3</b> 项' in text
    assert "/demands/?q=%E6%B3%8A%E4%BD%8D&amp;batch=all" in text


def test_where_no_list_holds_the_words_ways_lead_on(client: Client, index: None):
    demand("政府泊位预报")
    indexed()
    ways = ('href="/demands/"', 'href="/capabilities/"', reverse("subscriptions:mine"))
    for typed, found in (("泊位", True), ("量子纠缠", False)):
        text = read(client, f"/search/?q={typed}")
        panel = text.partition('<div class="empty panel')[2].partition("<section")[0]
        assert [way in panel for way in ways] == [not found] * 3


def test_every_page_has_the_box(client: Client, index: None):
    text = read(client, "/about/")
    assert 'action="/search/"' in text
    assert 'data-suggest="/search/suggest/"' in text


@pytest.mark.parametrize(
    "typed", ["", "   ", "“", "-", "*:*", "😀", "\x00", "水" * 5_000, "<script>alert(1)</script>"]
)
@pytest.mark.parametrize("engine", [True, False])
def test_odd_texts_get_an_answer(client: Client, index: None, typed: str, engine: bool):
    demand("泊位预报")
    if engine:
        indexed()
    for address in ("/search/", "/search/suggest/"):
        response = client.get(address, {"q": typed})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_titles_bodies_and_terms_are_suggested_as_links(client: Client, index: None):
    office = OrganisationFactory(
        name="厦门市数据管理局", kind=Kind.AGENCY, verified_at=timezone.now()
    )
    row = demand("智慧停车诱导", owner=office)
    indexed()
    assert ("智慧停车", "/demands/?domain=parking") in suggested(client, "智慧停")
    assert ("智慧停车诱导", f"/demands/{row.lifecycle.number}/") in suggested(client, "zhtc")
    assert ("厦门市数据管理局", f"/organisations/{office.pk}/") in suggested(client, "市数据局")
    assert suggested(client, "停车诱", "capabilities") == []


def test_only_what_is_public_is_suggested(client: Client, index: None):
    hidden = OrganisationFactory(name="厦门未核验公司", verified_at=None, is_placeholder=False)
    first = demand("泊位甲", owner=OrganisationFactory())
    demand("泊位乙", lifecycle={"state": "unpublished"})
    indexed()
    assert [text for text, _ in suggested(client, "泊位")] == ["泊位甲"]
    assert suggested(client, hidden.name[2:]) == []
    first.lifecycle.state = "withdrawn"
    first.lifecycle.save(update_fields=["state"])
    assert suggested(client, "泊位") == []


def test_what_several_people_typed_and_found_is_suggested(client: Client, index: None):
    demand("泊位预报")
    common: dict[str, Any] = {"list_key": "government_demands", "last_seen": timezone.now()}
    shown = past_queries.SHOWN_FROM
    TypedQuery.objects.create(text="泊位 潮位", count=shown, hits=1, **common)
    TypedQuery.objects.create(text="泊位 张三", count=shown - 1, hits=1, **common)
    TypedQuery.objects.create(text="泊位 无果", count=shown, hits=0, **common)
    indexed()
    texts = [text for text, _ in suggested(client, "泊位")]
    assert texts[0] == "泊位 潮位"
    assert {"泊位 张三", "泊位 无果"}.isdisjoint(texts)


def test_a_search_costs_few_queries(client: Client, index: None):
    for number in range(8):
        demand(
            f"泊位 {number}",
            domains=["traffic"],
            lifecycle={"closes_at": timezone.now() + timedelta(days=3)},
        )
    capability_of(OrganisationFactory(), title="泊位识别系统")
    indexed()
    for address, most in (("/search/?q=泊位", 12), ("/search/suggest/?q=泊位", 5)):
        fewest = min((_queries_of(client, address) for _turn in range(3)), key=len)
        assert len(fewest) <= most, "\n".join(fewest)


def _queries_of(client: Client, address: str) -> list[str]:
    """Return what a page asks; a first one, or one that a busy engine left alone, asks more."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("address", ["/", "/search/", "/demands/", "/capabilities/"])
def test_beside_every_box_stands_what_can_be_typed(client: Client, address: str):
    text = read(client, address)
    shown = text.partition('<details class="search-help')[2].partition("</details>")[0]
    parts = {
        example: [(term.kind.value, term.is_excluded) for term in parse(example).terms]
        for example in re.findall("<code>(.*?)</code>", shown)
    }
    assert parts["“积水预报”"] == [("phrase", False)]
    assert parts["泵站 -无人机"] == [("words", False), ("words", True)]
    for code in ("GB/T 28181", "CMMI5", "XQ-2026-0001"):
        assert parts[code] == [("code", False)]
    assert parts["C++"] == parts["zhtc"] == [("words", False)]
