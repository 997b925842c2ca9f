from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.coverage import asked_by
from search.documents import ListingDocument
from search.lexicon import GENERIC, PLACES
from search.needs import found_in, need_of
from search.packing import Shelf
from search.profiles import profile_of
from search.scorer import Compared, Comparisons, Score, Scorer, Tier
from search.shares import Pairs, fresh_share, price_share
from search.snapshot import take
from search.weights import WEIGHTS, load
from tests.search.listings import (
    DAY,
    FLOOD,
    FORECAST,
    FRAUD,
    GAME,
    NOW,
    PARKING,
    capability,
    demand,
)

TODAY = datetime.fromtimestamp(NOW, UTC).date()
LISTINGS = (FLOOD, FORECAST, FRAUD, PARKING, GAME)
PARTS = tuple(WEIGHTS.parts_of_words)
SCORER = Scorer(take(map(profile_of, LISTINGS), TODAY))


def score(wanted: ListingDocument, offered: ListingDocument) -> Score:
    return SCORER.score(profile_of(wanted), profile_of(offered))


def covered(wanted: str, offered: str) -> float:
    return score(demand(1, wanted), capability(1, offered)).coverage


def pair(wanted: ListingDocument, offered: ListingDocument) -> Pairs:
    asked = profile_of(wanted)
    need, shelf = need_of(asked, SCORER.asked(asked)), profile_of(offered).shelf
    return Pairs([need], shelf, found=found_in(need, shelf), snapshot=SCORER.snapshot)


def test_the_answer_beats_the_trap_and_the_trap_beats_nothing() -> None:
    answer, trap, other = (score(FLOOD, one).total for one in (FORECAST, FRAUD, GAME))
    assert answer > trap + 20 > other + 20


def test_the_parts_add_up_to_the_score() -> None:
    for offered in (FORECAST, FRAUD, PARKING, GAME):
        found = score(FLOOD, offered)
        assert found.total == pytest.approx(sum(found.points), abs=1e-9)
        assert 0 <= found.total <= 100
        most = zip(found.points, WEIGHTS.parts_of_words.values(), strict=True)
        assert all(0 <= points <= out_of for points, out_of in most)


def test_a_score_depends_on_nothing_but_the_pair_and_the_snapshot() -> None:
    again = Scorer(take(map(profile_of, reversed(LISTINGS)), TODAY))
    assert again.snapshot == SCORER.snapshot
    wanted, offered = profile_of(FLOOD), profile_of(FORECAST)
    again.score(wanted, profile_of(GAME))
    assert again.score(wanted, offered) == SCORER.score(wanted, offered)


def test_a_changed_text_is_asked_anew() -> None:
    before = score(FLOOD, PARKING)
    parking = replace(FLOOD, title="路内泊位停车诱导", summary="", body="", context="")
    assert score(parking, PARKING).coverage > before.coverage


@pytest.mark.parametrize("place", ["厦门", "思明区", "火炬高新区", "福建省"])
def test_nobody_is_favoured_for_a_place(place: str) -> None:
    here = replace(FLOOD, summary=f"{place}{FLOOD.summary}")
    boasting = replace(FORECAST, names=f"{place}鹭潮水科技有限公司", owner=place)
    assert score(here, boasting) == score(here, FORECAST)
    asked = [asked_by(profile_of(one), SCORER.snapshot) for one in (here, FLOOD)]
    assert asked[0] == asked[1]


def test_generic_words_are_no_evidence_on_their_own() -> None:
    wanted = "城市内涝监测预警平台建设"
    assert covered(wanted, "城市安全监测预警平台建设") < covered(wanted, "内涝推演") / 3
    assert covered(wanted, "内涝监测预警平台") > covered(wanted, "内涝")


def test_a_demand_of_generic_words_is_still_compared() -> None:
    assert covered("数据治理平台", "数据治理") > 0


def test_more_of_the_demand_is_worth_more() -> None:
    wanted = "泵站雷达窨井"
    assert covered(wanted, "泵站") < covered(wanted, "泵站雷达") < covered(wanted, "泵站雷达窨井")


def test_another_wording_that_shares_characters_counts_a_little() -> None:
    assert 0 < covered("停车", "泊车") < covered("停车", "停车") / 2


def test_merits_elsewhere_prove_no_fit() -> None:
    boast = replace(GAME, cases=9, maturity="scaled", qualifications=("iso27001",))
    found = dict(zip(PARTS, score(FLOOD, boast).points, strict=True))
    assert found["cases"] < WEIGHTS.parts_of_words["cases"] / 4
    assert not score(FLOOD, boast).is_match


def test_without_domains_the_texts_speak_for_the_field() -> None:
    bare = replace(FLOOD, domains=(), industries=(), industry_tops=())
    points = score(bare, FORECAST).points
    most = WEIGHTS.parts_of_words
    assert points[0] / most["field"] == pytest.approx(points[1] / most["coverage"], abs=1e-6)


def test_a_first_set_stands_for_a_case_where_the_demand_says_so() -> None:
    at = PARTS.index("cases")
    first = replace(FORECAST, cases=0, first_of_kind="version")
    plain = replace(first, first_of_kind="")
    assert score(FLOOD, first).points[at] > score(FLOOD, plain).points[at]
    strict = replace(FLOOD, first_of_kind="")
    assert score(strict, first).points[at] == score(strict, plain).points[at]


def test_a_district_counts_where_the_firm_says_it_delivers() -> None:
    at = PARTS.index("delivery")
    half = replace(FORECAST, everywhere=False, districts=("siming",))
    none = replace(FORECAST, everywhere=False, districts=())
    points = [score(FLOOD, one).points[at] for one in (FORECAST, half, none)]
    assert points[0] > points[1] > points[2]


@pytest.mark.parametrize(
    ("low", "high", "share"),
    [(None, None, 0.5), (4_000_000, None, 1.0), (None, 4_800_000, 1.0), (4_800_001, None, 0.0)],
)
def test_a_price_is_compared_with_the_budget(
    low: int | None, high: int | None, share: float
) -> None:
    offered = replace(FORECAST, budget_low=low, budget_high=high)
    assert price_share(pair(FLOOD, offered)) == [share]


@pytest.mark.parametrize(("days", "share"), [(-5, 1.0), (100, 1.0), (450, 0.5), (2_000, 0.0)])
def test_a_confirmation_grows_old(days: int, share: float) -> None:
    midnight = datetime.combine(TODAY, datetime.min.time(), UTC).timestamp()
    offered = replace(FORECAST, confirmed_at=int(midnight) - days * DAY)
    assert fresh_share(pair(FLOOD, offered)) == pytest.approx([share])


def test_what_was_never_confirmed_is_not_fresh() -> None:
    assert fresh_share(pair(FLOOD, PARKING)) == [0]


def test_a_pair_of_empty_texts_scores_without_a_match() -> None:
    found = score(demand(1, ""), capability(1, ""))
    assert found.coverage == 0
    assert not found.is_match


def test_an_empty_snapshot_scores() -> None:
    empty = Scorer(take([], date(2026, 1, 1)))
    assert empty.score(profile_of(FLOOD), profile_of(FORECAST)).total > 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_pair_of_texts_has_a_score(wanted: str, offered: str) -> None:
    found = score(demand(1, wanted), capability(1, offered))
    assert 0 <= found.total <= 100
    assert 0 <= found.coverage < 1


_TEXTS = st.text("泵站雷达窨井停车监测平台系统的AI5厦门", max_size=30)
_VALUES = st.fixed_dictionaries(
    {
        "title": _TEXTS,
        "body": _TEXTS,
        "domains": st.sampled_from([(), ("parking",), ("parking", "security")]),
        "districts": st.sampled_from([(), ("siming",), ("siming", "huli")]),
        "qualifications": st.sampled_from([(), ("iso27001",), ("cmmi3", "iso27001")]),
        "first_of_kind": st.sampled_from(["", "counts"]),
        "budget_high": st.sampled_from([None, 0, 4_000_000]),
    }
)
_SAID = st.none() | st.builds(Compared, st.floats(-5, 20), st.floats(0, 1))


@given(st.lists(st.tuples(_VALUES, _VALUES, _SAID), min_size=1, max_size=6))
def test_many_at_once_score_as_each_pair_alone(found) -> None:
    demands = [demand(1 + at, **values) for at, (values, _, _) in enumerate(found)]
    capabilities = [
        capability(1 + at, industries=("it-ai",), industry_tops=("it",), cases=at, **values)
        for at, (_, values, _) in enumerate(found)
    ]
    said = [one for _, _, one in found]
    columns = Comparisons(
        *(
            np.array([np.nan if one is None else getattr(one, name) for one in said])
            for name in ("similarity", "leanings")
        )
    )
    asked, offered = (list(map(profile_of, side)) for side in (demands, capabilities))
    assert SCORER.scores(asked[0], Shelf([one.packed for one in offered]), compared=columns) == [
        SCORER.score(asked[0], one, compared=seen) for one, seen in zip(offered, said, strict=True)
    ]
    assert SCORER.scores_of(asked, offered[0], compared=columns) == [
        SCORER.score(one, offered[0], compared=seen) for one, seen in zip(asked, said, strict=True)
    ]


def test_levels_ask_for_evidence_and_points() -> None:
    assert Score(80, (), coverage=0.3, evidence=3).level == "strong"
    assert Score(80, (), coverage=0.1, evidence=1).level == "fair"
    assert Score(50, (), coverage=0.3, evidence=3).level == "fair"
    assert Score(80, (), coverage=0.05, evidence=0.5).level == "weak"


def near(similarity: float, leanings: float = 0.5) -> Compared:
    return Compared(similarity, leanings)


def test_a_pair_with_vectors_says_so_and_adds_up() -> None:
    found = SCORER.score(profile_of(FLOOD), profile_of(FORECAST), compared=near(5.0))
    assert found.tier is Tier.MEANING
    assert len(found.points) == len(WEIGHTS.parts)
    assert found.total == pytest.approx(sum(found.points), abs=1e-9)


def test_what_means_the_same_is_worth_more_and_other_words_are_a_match() -> None:
    asked = profile_of(demand(1, "停车位紧张"))
    offered = profile_of(capability(1, "泊车引导"))
    totals = [
        SCORER.score(asked, offered, compared=near(z)).total for z in (-1.0, 0.0, 2.0, 5.0, 9.0)
    ]
    assert totals == sorted(totals)
    assert totals[0] == totals[1] < totals[2]
    assert SCORER.score(asked, offered, compared=near(5.0)).is_match
    assert not SCORER.score(profile_of(FLOOD), profile_of(GAME), compared=near(0.2)).is_match


def test_shared_industries_count_beside_declared_terms() -> None:
    at = list(WEIGHTS.parts).index("field")
    asked, offered = profile_of(FLOOD), profile_of(FORECAST)
    points = [
        SCORER.score(asked, offered, compared=near(3.0, one)).points[at] for one in (0.0, 0.5, 1.0)
    ]
    assert 0 < points[0] < points[1] < points[2] < WEIGHTS.parts["field"]


def test_weights_that_do_not_add_up_are_refused(tmp_path) -> None:
    wrong = tmp_path / "weights.toml"
    wrong.write_text("[parts]\nfield = 20\n[parts_of_words]\nfield = 100\n")
    with pytest.raises(ValueError, match="add up"):
        load(wrong)


def test_the_words_that_prove_nothing_are_listed() -> None:
    assert {"监测", "治理", "智能", "平台", "系统"} <= GENERIC.keys()
    assert all(0 <= share < 1 for share in GENERIC.values())
    assert PLACES.isdisjoint(GENERIC)
