"""The lists while no engine answers: nothing is missing or counted, and the page says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.claims.factories import capability_of, person_of
from tests.cms.lists import DEMANDS, demand, read, titles
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_list_comes_from_the_database_and_says_so(client: Client, index: None):
    demand("老城区积水预报", domains=["traffic"])
    text = read(client)
    assert titles(text) == ["老城区积水预报"]
    assert "搜索引擎暂时不可用" in text
    assert '<span class="num">' not in text.partition('id="facets"')[2].partition("</aside>")[0]


def test_words_must_all_stand_in_title_or_summary(client: Client, index: None):
    demand("老城区积水预报", summary="联动泵站")
    demand("老城区停车诱导", summary="错时共享")
    assert titles(read(client, f"{DEMANDS}?q=老城区+泵站")) == ["老城区积水预报"]
    assert titles(read(client, f"{DEMANDS}?q=老城区+飞船")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("industry=it", {"开放", "未到"}),
        ("industry=it&industry=it-ai", {"开放"}),
        ("domain=traffic", {"开放"}),
        ("district=huli&district=siming", {"开放", "未到"}),
        ("opens=data", {"开放"}),
        ("state=open", {"开放"}),
        ("state=upcoming", {"未到"}),
        ("state=closed", {"截止"}),
        ("deadline=week", {"开放"}),
        ("deadline=month", {"开放"}),
        ("deadline=later", {"未到"}),
        ("deadline=none", {"长期"}),
        ("budget=200-500", {"开放"}),
        ("budget=0-50", {"未到"}),
        ("budget=1000-", {"长期"}),
        ("budget=none", {"截止"}),
        ("mode=supply&path=research", {"截止"}),
    ],
)
def test_every_filter_works_in_sql(client: Client, index: None, query: str, expected: set[str]):
    now = timezone.now()
    demand(
        "开放",
        domains=["traffic"],
        industries=["it-ai"],
        districts=["siming", "huli"],
        opens=["data"],
        budget_kind="range",
        budget_low=1_000_000,
        budget_high=4_000_000,
        lifecycle={"closes_at": now + timedelta(days=3)},
    )
    demand(
        "未到",
        industries=["it-iot"],
        districts=["huli"],
        budget_kind="range",
        budget_low=400_000,
        lifecycle={
            "opens_at": now + timedelta(days=2),
            "closes_at": now + timedelta(days=60),
        },
    )
    demand(
        "截止",
        mode="supply",
        path="research",
        budget_kind="none",
        lifecycle={"closes_at": now - timedelta(days=1)},
    )
    demand(
        "长期",
        budget_kind="range",
        budget_high=20_000_000,
        lifecycle={"closes_at": None, "state": "live"},
    )
    found = titles(read(client, f"{DEMANDS}?{query}"))
    if "state=open" in query:
        expected = expected | {"长期"}
    assert set(found) == expected
    assert len(found) == len(expected)


def test_capabilities_are_narrowed_in_sql_too(client: Client, index: None):
    firm = OrganisationFactory()
    capability_of(firm, title="到处去", maturity="scaled", delivers_everywhere=True)
    capability_of(firm, title="哪也不去", first_of_kind="version", delivers_everywhere=False)
    at = "/capabilities/"
    assert titles(read(client, f"{at}?district=siming")) == ["到处去"]
    assert titles(read(client, f"{at}?maturity=scaled")) == ["到处去"]
    assert titles(read(client, f"{at}?first_of_kind=version")) == ["哪也不去"]


def test_drafts_of_ones_own_are_on_no_list(client: Client, index: None):
    row = demand("自己的草稿", lifecycle={"state": "unpublished"})

    client.force_login(person_of(row.lifecycle.owner))
    assert titles(read(client)) == []
