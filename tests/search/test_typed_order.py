"""The first pages of a typed search stand in the order of its formula, and hold each hit once."""

from datetime import UTC, datetime

import pytest

from search import typed_order
from search.listing_search import ListQuery, search_listings
from tests.claims.factories import capability_of
from tests.factories import OrganisationFactory
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("index")]


def pages(text: str, *, per_page: int) -> list[tuple[int, ...]]:
    def page(number: int) -> ListQuery:
        return ListQuery(
            list_key="capabilities",
            now=datetime.now(UTC),
            text=text,
            page=number,
            per_page=per_page,
        )

    first = search_listings(page(1))
    return [first.ids, *(search_listings(page(n)).ids for n in range(2, first.pages + 1))]


def publish(*titles: str) -> list[int]:
    found = []
    for title in titles:
        capability = capability_of(OrganisationFactory(), title=title)
        tell("capability_published", capability)
        found.append(capability.pk)
    follow_journal()
    return found


def test_the_formula_orders_the_first_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    apart, whole = publish(
        "停车，诱导；诱导，停车；停车，诱导", "面向老城区的停车诱导服务与若干说明"
    )
    assert pages("停车诱导", per_page=2) == [(whole, apart)]
    monkeypatch.setattr(typed_order, "REACH", 0)
    assert pages("停车诱导", per_page=2) == [(apart, whole)]


def test_every_hit_stands_on_one_page_within_the_reach_and_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typed_order, "REACH", 4)
    keys = publish(*(f"停车诱导{'、停车' * n}系统{n}号" for n in range(7)))
    found = pages("停车诱导", per_page=2)
    assert [len(page) for page in found] == [2, 2, 2, 1]
    assert sorted(pk for page in found for pk in page) == sorted(keys)


def test_what_holds_a_typed_code_stays_first() -> None:
    loose, exact = publish("视频联网 GB/T 28059 平台，含 28181 台设备", "视频网关（GB/T 28181）")
    found = pages("视频 GB/T 28181", per_page=5)[0]
    assert found[0] == exact
    assert loose not in found[:1]
