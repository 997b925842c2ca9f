from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import bigrams
from search.documents import CAPABILITY_LISTS, ListingDocument
from search.engines.protocol import Engine
from search.profiles import profile_of
from search.queries import text_query
from search.search_ranking import SearchRanking, TypedText, nearest
from search.snapshot import Snapshot, take
from tests.search.listings import FORECAST, FRAUD, GAME, NOW, PARKING, capability

CHARGING = capability(5, "新能源汽车充电桩运营", names="鹭岛充电科技有限公司")
LISTINGS = (FORECAST, FRAUD, GAME, PARKING, CHARGING)


def snapshot() -> Snapshot:
    day = datetime.fromtimestamp(NOW, UTC).date()
    return take(map(profile_of, LISTINGS), day, counted=bigrams.count(LISTINGS))


@pytest.fixture
def ranking(engine: Engine) -> SearchRanking:
    engine.write(LISTINGS)
    return SearchRanking(engine, snapshot())


def typed(value: str) -> TypedText:
    query = text_query(value)
    assert query is not None
    return TypedText(typed=value, query=query)


def first(ranking: SearchRanking, value: str) -> str:
    return ranking.ranked(typed(value), lists=CAPABILITY_LISTS, now=NOW)[0][0]


@pytest.mark.both
@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("停车诱导", PARKING.key),
        ("易涝点积水深度预报", FORECAST.key),
        ("怎样发行手机游戏？", GAME.key),
        ("汽车充电", CHARGING.key),
    ],
)
def test_what_holds_most_of_the_text_comes_first(
    ranking: SearchRanking, value: str, key: str
) -> None:
    assert first(ranking, value) == key


def test_a_listing_has_one_score_whatever_else_is_ranked(ranking: SearchRanking) -> None:
    asked = typed("停车诱导 监测")
    every = dict(ranking.ranked(asked, lists=CAPABILITY_LISTS, now=NOW))
    for key, score in every.items():
        assert ranking.scored(asked, [key]) == [(key, score)]


def test_a_name_is_found_by_the_rest_of_its_text(ranking: SearchRanking) -> None:
    hits = dict(ranking.scored(typed("鹭岛充电"), [one.key for one in LISTINGS]))
    assert max(hits, key=lambda key: hits[key]) == CHARGING.key


@pytest.mark.parametrize("value", ["。", "😀", "的", "a", "停" * 10_000, "\x00", '"((', "AND OR *"])
def test_any_text_is_ranked(ranking: SearchRanking, value: str) -> None:
    assert isinstance(ranking.ranked(typed(value), lists=CAPABILITY_LISTS, now=NOW), list)


def test_nothing_is_ranked_without_keys(ranking: SearchRanking) -> None:
    assert ranking.scored(typed("停车"), []) == []


def test_bigrams_end_at_what_is_no_letter() -> None:
    assert bigrams.bigrams("停车，5g网") == ["停车", "5g", "g网"]
    assert "游戏。" not in bigrams.plain_text(GAME)[:2]


def test_rare_bigrams_are_not_kept_and_weigh_most() -> None:
    counted = bigrams.count([*LISTINGS, ListingDocument(**(vars(GAME) | {"key": "capability:9"}))])
    assert counted.documents == 6
    assert "游戏" in counted.counts
    assert "诱导" not in counted.counts
    assert counted.rarity("诱导") > counted.rarity("游戏") > 0
    assert bigrams.from_dict(counted.to_dict()) == counted


def test_nothing_counted_still_ranks() -> None:
    assert bigrams.NONE.rarity("停车") > 0


@given(
    st.text("停车诱导。", max_size=700), st.sets(st.sampled_from(["停车", "车诱", "诱导", "导停"]))
)
def test_the_nearest_is_the_best_of_all_stretches(plain: str, pairs: set[str]) -> None:
    stretches = [plain[at : at + 300] for at in range(0, max(len(plain), 1), 150)]
    # What is left at the end belongs to the stretch before it.
    whole = stretches[: max(1, (max(len(plain), 1) - 1) // 150)]
    best = max(sum(pair in one for pair in pairs) for one in whole)
    assert nearest(plain, dict.fromkeys(pairs, 1.0)) == (best / len(pairs) if pairs else 0.0)
