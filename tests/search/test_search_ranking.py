from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import bigrams, meaning, search_ranking
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


def gap(engine: Engine, value: str) -> float:
    """Return how much more a listing gets that is near what the text finds than one that is not."""
    near, far = capability(7, "港口调度"), capability(8, "航空维修")
    engine.write([*LISTINGS, near, far])
    axes = np.eye(8, dtype=np.float32)
    vectors = {one.key: axes[at] for at, one in enumerate((PARKING, FRAUD, GAME, FORECAST))}
    vectors |= {near.key: (axes[0] + axes[5]) / 2**0.5, far.key: (axes[6] + axes[5]) / 2**0.5}
    measured = meaning.measure(
        vectors, vectors, model="made", industries=np.ones((len(meaning.groups()), 8), np.float32)
    )
    ranking = SearchRanking(
        engine,
        replace(snapshot(), meaning=measured),
        vectors=lambda keys: {key: vectors[key] for key in keys if key in vectors},
    )
    asked = replace(typed(value), vector=axes[7])
    hits = dict(ranking.scored(asked, [PARKING.key, near.key, far.key]))
    return hits[near.key] - hits[far.key]


def test_a_short_text_means_what_its_best_hits_are_near_to(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_ranking, "_W", {**search_ranking._W, "best": 1})
    assert gap(engine, "停车诱导") > 10 * abs(gap(engine, "停车诱导与泊位引导一体化的设想是什么"))


def test_what_only_asks_is_left_out() -> None:
    assert bigrams.asking_left_out("请问 停车诱导 有哪些产品？") == "。停车诱导有。产品?"
    assert bigrams.asking_left_out("吗啡管理") == "吗啡管理"
    assert bigrams.runs("停车诱导有。产品") == ["停车诱导", "车诱导有"]


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
