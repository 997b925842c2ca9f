"""The lists with an engine: search, facets, chips, order, pages, and what it costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import DemandListPage
from marketplace.listings.models import Batch, Case
from marketplace.organisations.models import Kind
from tests.claims.factories import capability_of, person_of
from tests.cms.lists import DEMANDS, count_of, demand, indexed, read, titles
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_each_list_holds_its_own_items_only(client: Client, index: None):
    demand("政府的积水预报")
    demand("企业的盖板材料", owner=OrganisationFactory(kind=Kind.FIRM))
    capability_of(OrganisationFactory(), title="积水预报系统")
    indexed()
    assert titles(read(client)) == ["政府的积水预报"]
    assert titles(read(client, "/enterprise-demands/")) == ["企业的盖板材料"]
    assert titles(read(client, "/capabilities/")) == ["积水预报系统"]


def test_a_draft_and_a_withdrawn_item_are_on_no_list(client: Client, index: None):
    demand("尚未发布", lifecycle={"state": "unpublished"})
    demand("已经撤回", lifecycle={"state": "withdrawn"})
    demand("已经发布")
    indexed()
    assert titles(read(client)) == ["已经发布"]


def test_a_search_finds_and_marks_words_in_title_and_summary(client: Client, index: None):
    demand("港口无人集卡接驳", summary="夜间作业低谷试运行。")
    demand("老城区积水预报", summary="三十分钟前给出积水深度。")
    indexed()
    text = read(client, f"{DEMANDS}?q=积水")
    assert titles(text) == ["老城区积水预报"]
    assert "老城区<mark>积水</mark>预报" in text
    assert "给出<mark>积水</mark>深度" in text


def test_a_hit_in_the_running_text_is_shown_as_a_passage(client: Client, index: None):
    demand("港口无人集卡接驳", summary="试运行。", content="与泊位系统的潮位服务对接。")
    indexed()
    assert "<mark>潮位</mark>" in read(client, f"{DEMANDS}?q=潮位")


def test_markup_in_titles_is_shown_and_never_runs(client: Client, index: None):
    demand("<script>alert(1)</script>积水", summary="<b>积水</b>")
    indexed()
    text = read(client, f"{DEMANDS}?q=积水")
    assert "<script>alert" not in text
    assert "&lt;b&gt;<mark>积水</mark>" in text


def test_a_facets_own_choice_does_not_shrink_its_own_counts(client: Client, index: None):
    demand("思明交通", domains=["traffic"], districts=["siming"])
    demand("湖里交通", domains=["traffic"], districts=["huli"])
    demand("湖里医疗", domains=["medical"], districts=["huli"])
    indexed()
    text = read(client, f"{DEMANDS}?domain=traffic")
    assert titles(text) == ["湖里交通", "思明交通"]
    assert (count_of(text, "domain", "traffic"), count_of(text, "domain", "medical")) == (2, 1)
    assert (count_of(text, "district", "siming"), count_of(text, "district", "huli")) == (1, 1)


def test_choosing_a_field_narrows_its_industry(client: Client, index: None):
    demand("人工智能的", industries=["it-ai"])
    demand("物联网的", industries=["it-iot"])
    indexed()
    wide = read(client, f"{DEMANDS}?industry=it")
    assert len(titles(wide)) == 2
    assert 'id="industry-it-ai"' in wide
    assert titles(read(client, f"{DEMANDS}?industry=it&industry=it-ai")) == ["人工智能的"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", {"开放"}),
        ("state=upcoming", {"未到"}),
        ("state=closed", {"截止"}),
        ("state=open&state=closed", {"开放", "截止"}),
        ("deadline=week", {"开放"}),
        ("deadline=later", {"未到"}),
        ("budget=200-500", {"开放"}),
        ("budget=none", {"截止"}),
        ("path=research", {"未到"}),
        ("mode=supply", {"截止"}),
        ("opens=data", {"开放"}),
    ],
)
def test_a_facet_keeps_what_fits(client: Client, index: None, query: str, expected: set[str]):
    now = timezone.now()
    demand(
        "开放",
        budget_kind="range",
        budget_high=4_000_000,
        opens=["data"],
        lifecycle={"closes_at": now + timedelta(days=3)},
    )
    demand(
        "未到",
        path="research",
        lifecycle={
            "opens_at": now + timedelta(days=2),
            "closes_at": now + timedelta(days=60),
        },
    )
    demand(
        "截止",
        budget_kind="none",
        mode="supply",
        lifecycle={"closes_at": now - timedelta(days=1)},
    )
    indexed()
    assert set(titles(read(client, f"{DEMANDS}?{query}"))) == expected


def test_a_chip_leads_to_the_list_without_its_choice(client: Client, index: None):
    demand(domains=["traffic"], districts=["siming"])
    indexed()
    text = read(client, f"{DEMANDS}?q=积水&domain=traffic&district=siming")
    assert 'href="/demands/?q=%E7%A7%AF%E6%B0%B4&amp;district=siming"' in text
    assert 'href="/demands/?q=%E7%A7%AF%E6%B0%B4&amp;domain=traffic"' in text
    assert 'class="more" href="/demands/?q=%E7%A7%AF%E6%B0%B4"' in text


def test_the_order_is_as_asked(client: Client, index: None):
    now = timezone.now()
    for title, days, high in (("早", 5, 1_000_000), ("中", 9, 9_000_000), ("晚", 20, 3_000_000)):
        demand(
            title,
            budget_kind="range",
            budget_high=high,
            lifecycle={
                "closes_at": now + timedelta(days=days),
                "published_at": now - timedelta(days=days),
            },
        )
    indexed()
    assert titles(read(client, f"{DEMANDS}?sort=deadline")) == ["早", "中", "晚"]
    assert titles(read(client, f"{DEMANDS}?sort=budget")) == ["中", "晚", "早"]
    assert titles(read(client, f"{DEMANDS}?sort=newest")) == ["早", "中", "晚"]


def test_relevance_is_offered_for_a_text_only(client: Client, index: None):
    for number in range(25):
        demand(f"积水预报 {number:02}", domains=["traffic"])
    indexed()
    plain, typed = read(client), read(client, f"{DEMANDS}?q=积水")
    assert re.findall(r'<option value="(\w*)"( selected)?>(\w+)', plain)[:2] == [
        ("", " selected", "最近发布"),
        ("deadline", "", "最快截止"),
    ]
    assert '<option value="" selected>最相关</option><option value="newest">' in typed
    assert "最相关" not in plain
    assert 'href="/demands/?page=2"' in read(client, f"{DEMANDS}?sort=relevance")
    newest = read(client, f"{DEMANDS}?q=积水&sort=newest&domain=traffic")
    assert (
        'href="/demands/?q=%E7%A7%AF%E6%B0%B4&amp;domain=traffic&amp;sort=newest&amp;page=2"'
        in (newest)
    )


def test_pages_follow_each_other_and_a_page_beyond_shows_the_last(client: Client, index: None):
    for number in range(45):
        demand(f"需求 {number:02}")
    indexed()
    pages = [titles(read(client, f"{DEMANDS}?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    beyond = read(client, f"{DEMANDS}?page=1000000000")
    assert titles(beyond) == pages[2]
    assert "一共 3 页，已显示最后一页。" in beyond


def test_the_batch_on_show_is_the_editors_choice_and_all_is_one_click_away(
    client: Client, index: None
):
    from_page = DemandListPage.objects.get(slug="demands")
    batch = Batch.objects.create(name="第七批", year=2026, order=7)
    demand("这一批", lifecycle={"batch": batch})
    demand("别的批")
    from_page.batch = batch
    from_page.save()
    indexed()
    text = read(client)
    assert titles(text) == ["这一批"]
    assert 'href="/demands/?batch=all"' in text
    assert set(titles(read(client, f"{DEMANDS}?batch=all"))) == {"这一批", "别的批"}


def hints(text: str) -> dict[str, int]:
    """Return the ways out of a list that shows nothing, with what each would show."""
    empty = text.partition('<div class="empty">')[2]
    found = re.findall(r'show:#list:top"\s*>([^<]+?) <span class="num">(\d+)</span>', empty)
    return {label: int(count) for label, count in found}


def test_an_empty_list_offers_what_would_show_something_and_how_much(client: Client, index: None):
    demand("老城区积水预报", domains=["traffic"])
    demand("海堤积水", domains=["marine"])
    indexed()
    text = read(client, f"{DEMANDS}?q=积水+量子&domain=traffic")
    assert titles(text) == []
    assert hints(text) == {"去掉“量子”": 1, "只看所选条件": 1}
    text = read(client, f"{DEMANDS}?q=积水&domain=traffic&district=siming")
    assert hints(text) == {"不加条件查找": 2, "去掉“行政区”条件": 1}
    assert 'href="/demands/?q=%E7%A7%AF%E6%B0%B4&amp;domain=traffic"' in text


def test_an_empty_list_offers_words_for_quotes_and_the_other_lists(client: Client, index: None):
    demand("积水很深时的预报")
    capability_of(OrganisationFactory(), title="积水预报系统")
    indexed()
    assert hints(read(client, f"{DEMANDS}?q=“积水预报”")) == {
        "不加引号查找": 1,
        "到“企业能力清单”中查找": 1,
    }


def test_wrong_characters_of_the_right_sound_are_asked_back(client: Client, index: None):
    demand("智慧停车诱导")
    demand("智慧停车收费")
    indexed()
    text = read(client, f"{DEMANDS}?q=智惠停车诱导")
    meant = text.partition('id="meant"')[2].partition("</p>")[0]
    assert "智慧停车诱导" in meant
    assert '<span class="num">1</span>' in meant


def test_letters_are_read_as_words_and_the_page_says_so(client: Client, index: None):
    demand("智慧停车诱导")
    indexed()
    text = read(client, f"{DEMANDS}?q=zhtc")
    assert titles(text) == ["智慧停车诱导"]
    assert "“zhtc”已按“智慧停车”查找。" in text
    assert "<mark>智慧停车" in text


def test_a_lone_quote_is_told(client: Client, index: None):
    demand("积水预报")
    indexed()
    text = read(client, f"{DEMANDS}?q=“积水")
    assert titles(text) == ["积水预报"]
    assert "有一个引号没有配对，已按普通词查找。" in text


def test_htmx_gets_the_changing_part_with_its_address(client: Client, index: None):
    demand(domains=["traffic"])
    indexed()
    response = client.get(
        f"{DEMANDS}?q=&domain=traffic&sort=relevance", headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert text.lstrip().startswith('<div class="wrap" id="list">')
    assert response["HX-Push-Url"] == "/demands/?domain=traffic"
    assert "HX-Request" in response["Vary"]


def test_a_capability_says_where_it_delivers_and_how_many_cases_it_has(client: Client, index: None):
    row = capability_of(OrganisationFactory(), title="积水预报系统", delivers_everywhere=True)
    Case.objects.create(capability=row, customer="某排水集团")
    Case.objects.create(capability=row, customer="某市政中心")
    indexed()
    text = read(client, "/capabilities/?district=siming")
    assert titles(text) == ["积水预报系统"]
    assert '<dd class="big">2</dd>' in text
    assert "不限区域" in text


def test_a_challenge_says_that_bidding_is_not_open_yet(client: Client, index: None):
    demand("柔性显示驱动背板", mode="challenge")
    indexed()
    assert "揭榜尚未开放" in read(client)


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_list_costs_at_most_twelve_queries_whatever_the_rows(
    client: Client, index: None, signed_in: bool
):
    def cost() -> int:
        read(client, f"{DEMANDS}?q=积水")
        with CaptureQueriesContext(connection) as queries:
            read(client, f"{DEMANDS}?q=积水")
        return len(queries)

    if signed_in:
        client.force_login(person_of(OrganisationFactory()))
    full: dict[str, Any] = {
        "domains": ["traffic", "medical"],
        "industries": ["it-ai", "bio-drug"],
        "districts": ["siming", "huli"],
        "opens": ["data", "venue"],
    }
    demand(**full)
    indexed()
    few = cost()
    for _number in range(12):
        demand(**full)
    indexed()
    assert few == cost() <= 12
