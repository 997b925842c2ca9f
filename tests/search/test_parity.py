"""Both engines give the same answers on fresh builds of the same listings."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from search.documents import CAPABILITY_LISTS, ListingDocument
from search.engines.elasticsearch_builds import ElasticsearchBuilds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import CandidateQuery, Engine, ListSearch, Sort
from search.queries import text_query
from tests.search.listings import NOW, capability

pytestmark = pytest.mark.services

WORDS = [
    "内涝",
    "泵站",
    "雷达",
    "窨井",
    "停车",
    "泊位",
    "水质",
    "监测",
    "平台",
    "系统",
    "储能",
    "AI",
    "5G",
]
WORDS += ["无人机", "巡检", "光伏", "船舶", "港口"]
QUERIES = ["内涝 泵站", "无人机巡检平台", "AI 水质监测", "储能", "港口 船舶 雷达 停车 光伏"]


def listings(count: int) -> list[ListingDocument]:
    choice = random.Random(7)

    def words(most: int) -> str:
        return "".join(choice.choices(WORDS, k=choice.randint(1, most)))

    return [
        capability(number, words(4), summary=words(12), body=words(60), published_at=NOW - number)
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    folder: Path = tmp_path_factory.mktemp("parity")
    others = ElasticsearchBuilds(settings.ELASTICSEARCH_URL, f"{settings.INDEX_PREFIX}-parity")
    found: list[Engine] = [EmbeddedBuilds(folder).create("same"), others.create("same")]
    for engine in found:
        engine.write(listings(600))
    yield found
    others.drop("same")


@pytest.mark.parametrize("typed", QUERIES)
def test_candidates_and_their_scores_are_the_same(engines: list[Engine], typed: str) -> None:
    asked = text_query(typed)
    assert asked is not None
    query = CandidateQuery(
        lists=CAPABILITY_LISTS, words=asked.words, characters=asked.characters, now=NOW
    )
    first, second = (engine.candidates(query) for engine in engines)
    for mine, theirs in ((first.words, second.words), (first.characters, second.characters)):
        # A sum of floats may fall on the other side of a rounding step.
        assert dict(mine) == pytest.approx(dict(theirs), abs=1.1e-4)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("typed", ["", *QUERIES])
def test_pages_are_the_same(engines: list[Engine], typed: str, sort: Sort) -> None:
    for offset in (0, 20, 140):
        query = ListSearch(
            lists=CAPABILITY_LISTS, now=NOW, text=text_query(typed), sort=sort, offset=offset
        )
        first, second = (engine.search(query) for engine in engines)
        assert first == second
