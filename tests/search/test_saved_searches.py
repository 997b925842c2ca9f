"""Which saved searches show a listing: the same answer as the engines give, found by looking up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from search import snapshot
from search.documents import CAPABILITIES, GOVERNMENT_DEMANDS, LISTS, ListingDocument
from search.engines.protocol import Engine, ListSearch
from search.fitting import OneListing
from search.profiles import profile_of
from search.queries import text_query
from search.saved_searches import SavedSearches, commonness_in
from search.synonyms import Edge, key_of, thesaurus_of
from search.vocabulary import Vocabulary
from tests.search.listings import DAY, NOW, capability, demand

WORDS = (
    "智慧停车", "停车", "泊车", "诱导", "无人机", "巡检", "水质监测", "监测", "平台", "积水预报",
    "AI", "OPENAI", "GB/T 28181", "ISO27001", "5G", "厦门市数据管理局", "泵站", "的", "C++",
)  # fmt: skip
TYPED = (
    *WORDS, "zhihuitingche", "zhtc", "市数据局", "“泵站联动”", "-无人机", "-“水质监测”", "智",
    "！？", "iso 27001", "停車誘導", "监测 平台", "gb/t28181", "GPAI", '"', "∅", "停车诱导无人机",
)  # fmt: skip
SYNONYMS = thesaurus_of(
    [Edge(key_of("停车"), key_of("泊车"), 0.9), Edge(key_of("水质监测"), key_of("水环境检测"), 0.8)]
)
VOCABULARY = Vocabulary({"智慧停车": 3, "ai": 2}, [("厦门市数据管理局", ())])
DATE = date(2026, 6, 1)
DOMAINS = ("parking", "medical", "city-brain")


def listings(draw: random.Random, count: int) -> Iterator[ListingDocument]:
    words = [*WORDS, "联动", "水环境检测", "，", "。", " "]
    for number in range(1, count + 1):
        texts = {
            part: "".join(draw.choices(words, k=draw.randint(0, 5)))
            for part in ("title", "summary", "body", "context", "names")
        }
        domains = tuple(draw.sample(DOMAINS, draw.randint(0, 2)))
        shared: dict[str, Any] = {"domains": domains, **texts}
        if number % 2:
            yield capability(number, maturity=draw.choice(("lab", "product")), **shared)
        else:
            day = draw.choice((None, -2, 3, 20, 50))
            yield demand(
                number,
                opens_at=draw.choice((None, NOW - DAY, NOW + DAY)),
                closes_at=None if day is None else NOW + day * DAY,
                **shared,
            )


def searches(draw: random.Random, count: int) -> Iterator[ListSearch]:
    for _ in range(count):
        typed = " ".join(draw.choices(TYPED, k=draw.choice((0, 1, 1, 2, 2, 3, 5))))
        filters: dict[str, frozenset[str]] = {}
        if draw.random() < 0.4:
            filters["domain"] = frozenset(draw.sample(DOMAINS, draw.randint(1, 2)))
        if draw.random() < 0.2:
            filters["state"] = frozenset(draw.sample(("open", "upcoming", "closed"), 1))
        if draw.random() < 0.2:
            filters["deadline"] = frozenset(draw.sample(("week", "month", "later", "none"), 2))
        if draw.random() < 0.1:
            filters["maturity"] = frozenset({"product"})
        yield ListSearch(
            lists=frozenset({draw.choice(LISTS[::2])}),
            now=NOW,
            text=text_query(typed, SYNONYMS, vocabulary=VOCABULARY),
            filters=filters,
            limit=1_000,
        )


@pytest.mark.both
@pytest.mark.parametrize("seed", range(2))
def test_a_listing_finds_just_the_searches_that_show_it(engine: Engine, seed: int) -> None:
    draw = random.Random(seed)
    documents = list(listings(draw, 40))
    engine.write(documents)
    asked = dict(enumerate(searches(draw, 300)))
    shown = {number: set(engine.search(search).keys) for number, search in asked.items()}
    assert sum(map(len, shown.values())) > 300
    stored = SavedSearches(commonness_in(snapshot.take(map(profile_of, documents), DATE)))
    for number, search in asked.items():
        stored.add(number, search)
    for document in documents:
        found = {number for number, _ in stored.fitting(OneListing(document), now=NOW)}
        assert found == {number for number, keys in shown.items() if document.key in keys}


def test_nothing_fits_a_text_that_says_nothing_and_everything_an_empty_one() -> None:
    stored = SavedSearches(lambda _tokens: 0.1)
    one = OneListing(demand(1, "路内泊位智慧停车诱导"))
    assert stored.fitting(one, now=NOW) == []
    lists = frozenset({GOVERNMENT_DEMANDS})
    for number, typed in enumerate(("！？", "停车 停车", "港口", "-港口", "", "“停车诱导”")):
        stored.add(number, ListSearch(lists=lists, now=NOW, text=text_query(typed)))
    stored.add(7, ListSearch(lists=frozenset({CAPABILITIES}), now=NOW))
    assert [pk for pk, _ in stored.fitting(one, now=NOW)] == [1, 3, 4, 5]
    assert len(stored) == 7


def test_what_the_clock_decides_is_told_apart() -> None:
    stored = SavedSearches(lambda _tokens: 0.1)
    lists = frozenset({GOVERNMENT_DEMANDS})
    stored.add(1, ListSearch(lists=lists, now=NOW, filters={"state": frozenset({"open"})}))
    stored.add(2, ListSearch(lists=lists, now=NOW))
    later = OneListing(demand(1, opens_at=NOW + DAY))
    assert [pk for pk, _ in stored.fitting(later, now=NOW)] == [2]
    assert [pk for pk, _ in stored.fitting(later, now=NOW + DAY)] == [1, 2]
    assert [pk for pk, _ in stored.fitting(later, now=NOW + DAY, only_clocked=True)] == [1]


def test_it_says_in_which_wording_the_words_stand() -> None:
    one = OneListing(demand(1, "泊车诱导"))
    text = text_query("停车 诱导", SYNONYMS)
    assert text is not None
    assert one.wordings(text) == [("停车", "泊车"), ("诱导", "诱导")]
    beside = text_query("渣土车")
    assert beside is not None
    assert OneListing(demand(2, "渣土车识别")).wordings(beside) == [("渣土车", "渣土车")]
    apart = [("渣土", "渣土"), ("车", "车")]
    assert OneListing(demand(2, "运渣土的车")).wordings(beside) == apart
