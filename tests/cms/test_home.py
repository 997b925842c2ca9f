"""The home page: real counts, the newest items, the lines between them, the way to the lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import NewsIndexPage, NewsPage
from marketplace.organisations.models import Kind
from marketplace.taxonomy.models import Domain
from tests.claims.factories import capability_of
from tests.cms.lists import demand, indexed, read
from tests.factories import OrganisationFactory
from tests.portal.pairs import flood_demand, forecast

pytestmark = pytest.mark.django_db


def test_an_empty_portal_opens(client: Client, index: None):
    assert "城市出场景" in read(client, "/")


def test_the_figures_count_what_is_public(client: Client, index: None):
    now = timezone.now()
    demand("开放的")
    demand("截止的", lifecycle={"closes_at": now - timedelta(days=1)})
    demand("没有发布的", lifecycle={"state": "unpublished"})
    demand("企业的", owner=OrganisationFactory(kind=Kind.FIRM))
    capability_of(OrganisationFactory(), title="能力")
    totals = client.get("/").context["totals"]
    assert (totals.government, totals.government_open, totals.enterprise) == (2, 1, 1)
    assert (totals.capabilities, totals.owners) == (1, 4)


def test_a_domain_and_an_industry_count_each_demand_once(client: Client, index: None):
    demand(domains=["traffic"], industries=["it-ai", "it-iot"])
    demand(domains=["traffic", "medical"], industries=["bio-drug"])
    demand(domains=["traffic"], lifecycle={"state": "withdrawn"})
    context = client.get("/").context
    domains = {share.term.slug: share.count for share in context["domains"]}
    industries = {share.term.slug: share.count for share in context["industries"]}
    assert (domains["traffic"], domains["medical"], domains["parking"]) == (2, 1, 0)
    assert (industries["it"], industries["bio"], industries["sea"]) == (1, 1, 0)


def test_lines_join_what_the_engine_finds_to_fit(client: Client, index: None):
    asked = flood_demand()
    asked.domains.set(Domain.objects.filter(slug="security"))
    asked.save()
    offered = forecast(title="内涝积水预报系统", summary=asked.summary, description=asked.title)
    offered.domains.set(Domain.objects.filter(slug="security"))
    offered.save()
    indexed()
    page = client.get("/")
    (line,) = page.context["bridges"].lines
    assert (line.demand, line.capability) == (asked.title, offered.title)
    assert f"{offered.title} {line.points} 分" in page.content.decode()


def test_without_an_engine_there_are_items_and_no_lines(client: Client, index: None):
    demand("老城区积水预报")
    capability_of(OrganisationFactory(), title="积水预报系统")
    page = client.get("/")
    assert page.context["bridges"].lines == []
    assert [card.listing.title for card in page.context["shown_capabilities"]] == ["积水预报系统"]


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("government_demands", "/demands/"),
        ("enterprise_demands", "/enterprise-demands/"),
        ("capabilities", "/capabilities/"),
        ("nowhere", "/demands/"),
    ],
)
def test_a_search_is_led_to_its_list(client: Client, index: None, place: str, address: str):
    response = client.get("/", {"q": "无人船", "in": place})
    assert response.status_code == 302
    assert response["Location"] == f"{address}?q=%E6%97%A0%E4%BA%BA%E8%88%B9"


def test_what_closes_first_stands_first(client: Client, index: None):
    now = timezone.now()
    for title, days in (("后", 9), ("先", 2), ("过了", -1)):
        demand(title, lifecycle={"closes_at": now + timedelta(days=days)})
    titles = [card.listing.title for card in client.get("/").context["closing"]]
    assert titles == ["先", "后"]


def test_the_newest_news_are_on_the_home_page(client: Client, index: None):
    index_page = NewsIndexPage.objects.get()
    index_page.add_child(instance=NewsPage(title="第四批清单发布", slug="batch-4"))
    assert "第四批清单发布" in read(client, "/")


def test_the_home_page_costs_the_same_whatever_the_rows(client: Client, index: None):
    def cost() -> int:
        read(client, "/")
        with CaptureQueriesContext(connection) as queries:
            read(client, "/")
        return len(queries)

    def add() -> None:
        demand(domains=["traffic"], industries=["it-ai"], districts=["siming"], opens=["data"])
        capability_of(OrganisationFactory(), title="能力")

    add()
    few = cost()
    for _number in range(6):
        add()
    assert cost() == few
