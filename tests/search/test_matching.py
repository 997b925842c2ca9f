from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import ListingDocument
from search.engines.protocol import Engine
from search.matching import Match, Matcher, spread
from search.profiles import profile_of
from search.scorer import Score, Scorer
from search.snapshot import take
from tests.search.listings import DAY, FLOOD, FORECAST, FRAUD, GAME, NOW, PARKING, demand

pytestmark = pytest.mark.both

PARK_DEMAND = demand(
    2, "路内泊位停车诱导", domains=("parking",), industries=("it-iot",), industry_tops=("it",)
)
CLOSED = demand(3, "路内泊位停车诱导与无感支付", closes_at=NOW - DAY)
EVERYTHING = (FLOOD, PARK_DEMAND, CLOSED, FORECAST, FRAUD, PARKING, GAME)


@pytest.fixture
def matcher(engine: Engine) -> Matcher:
    engine.write(EVERYTHING)
    day = datetime.fromtimestamp(NOW, UTC).date()
    return Matcher(engine, Scorer(take(map(profile_of, EVERYTHING), day)))


def keys(matches) -> list[str]:
    return [match.key for match in matches]


def test_the_best_capability_comes_first_and_noise_not_at_all(matcher: Matcher) -> None:
    assert keys(matcher.capabilities_for(FLOOD, now=NOW))[0] == "capability:1"
    assert "capability:4" not in keys(matcher.capabilities_for(FLOOD, now=NOW))


def test_a_pair_has_one_score_wherever_it_is_asked_for(matcher: Matcher) -> None:
    assert "demand:1" in keys(matcher.demands_for(FORECAST, now=NOW))
    for wanted in (FLOOD, PARK_DEMAND, CLOSED):
        for match in matcher.capabilities_for(wanted, now=NOW):
            offered: ListingDocument = matcher.engine.documents([match.key])[match.key]
            back = {one.key: one.score for one in matcher.demands_for(offered, now=NOW)}
            assert back.get(wanted.key, match.score) == match.score
            assert matcher.explain(wanted, offered).total == match.score.total


def test_demands_can_be_limited_to_open_ones(matcher: Matcher) -> None:
    opened = {"state": frozenset({"open"})}
    assert keys(matcher.demands_for(PARKING, now=NOW, filters=opened)) == ["demand:2"]
    assert set(keys(matcher.demands_for(PARKING, now=NOW))) == {"demand:2", "demand:3"}


def test_a_listing_that_is_not_in_the_index_can_be_matched(matcher: Matcher) -> None:
    draft = demand(99, "内涝积水预报", version=0)
    assert keys(matcher.capabilities_for(draft, now=NOW))[0] == "capability:1"


@given(st.lists(st.integers(0, 4), max_size=40))
def test_a_body_has_two_of_the_first_ten_and_nothing_is_lost(owners: list[int]) -> None:
    ranked = [
        Match(f"capability:{at}", Score(100 - at, (), coverage=1, evidence=1), owner)
        for at, owner in enumerate(owners)
    ]
    found = spread(ranked)
    assert sorted(found, key=ranked.index) == ranked
    of_each = Counter(owners)
    others = sum(min(2, count) if owner else count for owner, count in of_each.items())
    first = Counter(match.owner for match in found[: min(10, others)])
    assert all(count <= 2 for owner, count in first.items() if owner)
    for owner in of_each:
        own = [match for match in found if match.owner == owner]
        assert own == [match for match in ranked if match.owner == owner]


def test_a_firm_with_many_capabilities_leaves_room_for_others(engine: Engine) -> None:
    many = [replace(FORECAST, key=f"capability:{at}", owner="7") for at in range(10, 22)]
    other = replace(FORECAST, key="capability:30", owner="8", cases=0)
    engine.write([*many, other])
    day = datetime.fromtimestamp(NOW, UTC).date()
    matcher = Matcher(engine, Scorer(take(map(profile_of, EVERYTHING), day)))
    found = keys(matcher.capabilities_for(FLOOD, now=NOW))
    assert found[:4] == ["capability:10", "capability:11", "capability:30", "capability:12"]
    assert len(found) == len(many) + 1


def test_matches_are_limited(matcher: Matcher) -> None:
    assert len(matcher.capabilities_for(FLOOD, now=NOW, limit=1)) == 1


@pytest.mark.parametrize("title", ["", "。", "😀", "的"])
def test_a_text_without_terms_matches_nothing(matcher: Matcher, title: str) -> None:
    assert matcher.capabilities_for(demand(9, title), now=NOW) == ()
