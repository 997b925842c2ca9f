"""What both engines promise; the same tests run on each."""

from dataclasses import replace

import pytest

from search.documents import CAPABILITY_LISTS, DEMAND_LISTS, withdrawn
from search.engines.protocol import (
    Builds,
    CandidateQuery,
    Engine,
    EngineUnavailable,
    ListSearch,
    Sort,
    Written,
)
from search.profiles import profile_of
from search.queries import text_query
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

pytestmark = pytest.mark.both


def found(engine: Engine, typed: str = "", lists=DEMAND_LISTS, **options) -> tuple[str, ...]:
    return engine.search(ListSearch(lists=lists, now=NOW, text=text_query(typed), **options)).keys


def chosen(**choices: str) -> dict[str, frozenset[str]]:
    return {facet: frozenset(values.split()) for facet, values in choices.items()}


def test_a_document_is_found_by_the_next_call(engine: Engine) -> None:
    assert engine.write([FLOOD]) == Written(1, 0)
    assert found(engine, "积水") == ("demand:1",)
    assert engine.documents(["demand:1", "demand:2"]) == {"demand:1": FLOOD}
    assert engine.profiles(["demand:1"]) == {"demand:1": profile_of(FLOOD)}
    assert engine.shelf(["demand:1", "demand:2"]).keys() == ["demand:1"]


def test_an_older_version_never_overwrites_a_newer_one(engine: Engine) -> None:
    engine.write([replace(FLOOD, version=5)])
    assert engine.write([replace(FLOOD, version=4, title="旧")]) == Written(0, 1)
    assert engine.write([replace(FLOOD, version=5, title="同")]) == Written(0, 1)
    assert engine.documents(["demand:1"])["demand:1"].title == FLOOD.title


def test_repair_writes_the_same_version_again_and_no_older_one(engine: Engine) -> None:
    engine.write([replace(FLOOD, version=5)])
    assert engine.write([replace(FLOOD, version=5, title="新")], repair=True) == Written(1, 0)
    assert engine.write([replace(FLOOD, version=4, title="旧")], repair=True) == Written(0, 1)
    assert engine.documents(["demand:1"])["demand:1"].title == "新"


def test_of_one_batch_the_newest_version_stands(engine: Engine) -> None:
    engine.write([replace(FLOOD, version=3, title="新"), replace(FLOOD, version=2)])
    assert engine.documents(["demand:1"])["demand:1"].title == "新"


def test_withdrawing_hides_a_listing_and_keeps_its_version(engine: Engine) -> None:
    engine.write([FLOOD])
    engine.write([withdrawn(FLOOD.key, FLOOD.list_key, version=7)])
    assert found(engine, "积水") == found(engine) == ()
    assert engine.profiles(["demand:1"]) == {}
    assert engine.shelf(["demand:1"]).keys() == []
    assert [(held.version, held.visible) for held in engine.held()] == [(7, False)]
    assert engine.write([replace(FLOOD, version=6)]) == Written(0, 1)


def test_what_it_holds_can_be_compared_with_rows(engine: Engine) -> None:
    engine.write([FLOOD, FORECAST])
    assert {(held.key, held.version, held.digest) for held in engine.held()} == {
        (document.key, 1, document.digest) for document in (FLOOD, FORECAST)
    }


def test_a_typed_text_finds_words_and_characters_in_line(engine: Engine) -> None:
    engine.write([FLOOD, demand(2, "窨井盖位移告警")])
    assert found(engine, "井盖") == ("demand:2",)
    assert found(engine, "涝点") == ("demand:1",)
    assert found(engine, "盖井") == ()


def test_an_abbreviation_never_hits_a_longer_one(engine: Engine) -> None:
    engine.write([demand(1, "OPENAI接口"), demand(2, "AI质检")])
    assert found(engine, "ai") == ("demand:2",)


def test_names_and_numbers_are_found(engine: Engine) -> None:
    engine.write([replace(FLOOD, names="市政排水中心")])
    assert found(engine, "排水中心") == ("demand:1",)
    assert found(engine, "XQ-2026-0001") == ("demand:1",)


def test_generic_words_beside_a_specific_one_only_rank(engine: Engine) -> None:
    engine.write([demand(1, "内涝治理平台"), demand(2, "内涝治理规划"), demand(3, "会展平台")])
    assert set(found(engine, "内涝平台")) == {"demand:1", "demand:2"}
    assert found(engine, "内涝平台")[0] == "demand:1"


@pytest.mark.parametrize(
    "typed",
    [
        "。，！",
        "😀",
        "\x00",
        '"未闭合 +(a OR b) /.*/ [1 TO *] \\',
        "*:*",
        "水" * 10_000,
        "的",
        "AND OR NOT",
        "title_words:积水",
        "-",
        '""',
        "--积水x",
        "“" * 50,
        "-" * 50,
        "/(a|b)+$/",
        "积水~2 AND (“",
        "\u202e\ufeff\ud800",
    ],
)
def test_a_hostile_text_gets_an_answer(engine: Engine, typed: str) -> None:
    engine.write([FLOOD, demand(2, "的")])
    page = engine.search(
        ListSearch(lists=DEMAND_LISTS, now=NOW, text=text_query(typed), facets=("domain",))
    )
    assert page.total == len(page.keys)
    assert page.total < 2


def test_every_facet_must_fit_and_one_of_its_values(engine: Engine) -> None:
    engine.write(
        [
            demand(1, districts=("siming", "huli"), mode="scenario"),
            demand(2, districts=("jimei",), mode="scenario"),
            demand(3, districts=("siming",), mode="challenge"),
        ]
    )
    filters = chosen(district="siming jimei", mode="scenario")
    assert set(found(engine, filters=filters)) == {"demand:1", "demand:2"}
    assert found(engine, filters=chosen(mode="no-such-mode")) == ()
    assert found(engine, filters=chosen(state="no-such-state")) == ()


def test_a_facets_own_choice_does_not_shrink_its_counts(engine: Engine) -> None:
    engine.write(
        [
            demand(1, districts=("siming",), mode="scenario"),
            demand(2, districts=("jimei",), mode="scenario"),
            demand(3, districts=("siming",), mode="challenge"),
        ]
    )
    page = engine.search(
        ListSearch(
            lists=DEMAND_LISTS,
            now=NOW,
            filters=chosen(mode="scenario"),
            facets=("mode", "district", "state"),
        )
    )
    assert page.counts["mode"] == {"scenario": 2, "challenge": 1}
    assert page.counts["district"] == {"siming": 1, "jimei": 1}
    assert page.counts["state"] == {"upcoming": 0, "open": 2, "closed": 0}
    assert page.total == 2


def test_an_industry_counts_for_its_top_one_too(engine: Engine) -> None:
    engine.write([FLOOD, demand(2, industries=("it-ic",), industry_tops=("it",))])
    assert set(found(engine, filters=chosen(industry="it"))) == {"demand:1", "demand:2"}
    assert found(engine, filters=chosen(industry="it-ic")) == ("demand:2",)


def test_state_and_deadline_are_evaluated_at_the_instant_of_the_question(engine: Engine) -> None:
    engine.write(
        [
            demand(1, opens_at=NOW + 1, closes_at=NOW + 3 * DAY),
            demand(2, opens_at=NOW, closes_at=NOW + 1),
            demand(3, closes_at=NOW),
            demand(4),
            demand(5, closes_at=NOW + 20 * DAY),
            demand(6, closes_at=NOW + 40 * DAY),
        ]
    )
    page = engine.search(ListSearch(lists=DEMAND_LISTS, now=NOW, facets=("state", "deadline")))
    assert page.counts["state"] == {"upcoming": 1, "open": 4, "closed": 1}
    assert page.counts["deadline"] == {"week": 2, "month": 3, "later": 1, "none": 1}
    assert found(engine, filters=chosen(state="closed")) == ("demand:3",)
    later = engine.search(ListSearch(lists=DEMAND_LISTS, now=NOW + 1, facets=("state",)))
    assert later.counts["state"] == {"upcoming": 0, "open": 4, "closed": 2}


def test_totals_are_those_of_the_pages(engine: Engine) -> None:
    engine.write([FLOOD, FORECAST, FRAUD, PARKING, demand(2, "窨井盖位移告警")])
    queries = [
        ListSearch(lists=lists, now=NOW, text=text_query(typed), filters=filters)
        for lists in (DEMAND_LISTS, CAPABILITY_LISTS)
        for typed in ("", "积水", "-积水", "量子")
        for filters in ({}, chosen(domain="security"), chosen(state="open"))
    ]
    assert engine.totals(queries) == [engine.search(query).total for query in queries]
    assert engine.totals([]) == []


def test_lists_do_not_mix(engine: Engine) -> None:
    engine.write([FLOOD, FORECAST, demand(2, list_key="enterprise_demands")])
    assert found(engine, lists=CAPABILITY_LISTS) == ("capability:1",)
    assert found(engine, lists=frozenset({"enterprise_demands"})) == ("demand:2",)


def test_the_newest_come_first_without_a_text(engine: Engine) -> None:
    engine.write([demand(number) for number in (3, 1, 2)])
    assert found(engine) == found(engine, sort=Sort.NEWEST) == ("demand:1", "demand:2", "demand:3")


def test_equal_instants_are_ordered_by_key(engine: Engine) -> None:
    engine.write([demand(number, published_at=NOW) for number in (2, 11, 1)])
    assert found(engine, sort=Sort.NEWEST) == ("demand:11", "demand:2", "demand:1")


def test_by_deadline_the_closed_come_last(engine: Engine) -> None:
    engine.write(
        [
            demand(1, closes_at=NOW - DAY),
            demand(2, closes_at=NOW + 2 * DAY),
            demand(3),
            demand(4, closes_at=NOW + DAY),
            demand(5, closes_at=NOW - 2 * DAY),
        ]
    )
    wanted = ("demand:4", "demand:2", "demand:3", "demand:1", "demand:5")
    assert found(engine, sort=Sort.DEADLINE) == wanted
    pages = [found(engine, sort=Sort.DEADLINE, offset=at, limit=2) for at in (0, 2, 4)]
    assert sum(pages, ()) == wanted


def test_by_budget_the_highest_come_first(engine: Engine) -> None:
    engine.write(
        [
            demand(1, budget_low=100),
            demand(2),
            demand(3, budget_low=5, budget_high=99_999_999_999),
        ]
    )
    assert found(engine, sort=Sort.BUDGET) == ("demand:3", "demand:1", "demand:2")


@pytest.mark.parametrize("typed", ["", "积水"])
@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_double(
    engine: Engine, typed: str, sort: Sort
) -> None:
    engine.write(
        [demand(number, "积水" * (1 + number % 3), published_at=NOW) for number in range(1, 40)]
    )
    whole = found(engine, typed, sort=sort, limit=100)
    assert len(set(whole)) == 39
    pages = [found(engine, typed, sort=sort, offset=at, limit=7) for at in range(0, 42, 7)]
    assert sum(pages, ()) == whole


@pytest.mark.parametrize("typed", ["", "积水"])
@pytest.mark.parametrize("sort", list(Sort))
def test_a_page_behind_the_last_is_empty(engine: Engine, typed: str, sort: Sort) -> None:
    engine.write([FLOOD])
    page = engine.search(
        ListSearch(
            lists=DEMAND_LISTS,
            now=NOW,
            text=text_query(typed),
            sort=sort,
            offset=20 * 10**9,
            facets=("domain",),
        )
    )
    assert (page.keys, page.total) == ((), 1)
    assert page.counts["domain"] == {"city-brain": 1, "security": 1}


def test_candidates_are_ordered_by_score_then_key(engine: Engine) -> None:
    engine.write([capability(number, "积水监测") for number in (10, 9, 2)])
    engine.write([capability(1, "积水积水监测")])
    candidates = engine.candidates(
        CandidateQuery(
            lists=CAPABILITY_LISTS, words=(("积水", 1.0),), characters=(("涝", 1.0),), now=NOW
        )
    )
    assert [key for key, _ in candidates.words] == [
        "capability:1",
        "capability:2",
        "capability:9",
        "capability:10",
    ]
    assert candidates.characters == ()


def test_candidates_are_cut_at_their_number(engine: Engine) -> None:
    engine.write([capability(number, "积水") for number in range(1, 31)])
    query = CandidateQuery(
        lists=CAPABILITY_LISTS, words=(("积水", 1.0),), characters=(), now=NOW, size=7
    )
    assert engine.candidates(query).keys() == tuple(f"capability:{n}" for n in range(1, 8))


def test_candidates_can_be_filtered(engine: Engine) -> None:
    engine.write([demand(1, closes_at=NOW), demand(2)])
    query = CandidateQuery(
        lists=DEMAND_LISTS,
        words=(("内涝", 1.0),),
        characters=(("涝", 1.0),),
        now=NOW,
        filters=chosen(state="open"),
    )
    assert engine.candidates(query).keys() == ("demand:2",)


def test_an_engine_without_documents_answers(engine: Engine) -> None:
    page = engine.search(ListSearch(lists=DEMAND_LISTS, now=NOW, facets=("domain", "state")))
    assert (page.keys, page.total, page.counts["domain"]) == ((), 0, {})
    assert engine.profiles([]) == {}
    assert engine.shelf([]).keys() == []
    assert engine.documents([]) == {}
    assert list(engine.held()) == []
    assert engine.write([]) == Written(0, 0)


def test_a_long_text_is_held_whole(engine: Engine) -> None:
    long = replace(FLOOD, body="x" * 300 + "井盖" * 20_000 + "尾声")
    engine.write([long])
    assert found(engine, "尾声") == ("demand:1",)
    assert engine.documents([long.key])[long.key].body == long.body


def test_without_a_serving_build_the_engine_is_unavailable(builds: Builds) -> None:
    assert builds.serving() is None
    with pytest.raises(EngineUnavailable):
        builds.current().search(ListSearch(lists=DEMAND_LISTS, now=NOW))
    with pytest.raises(EngineUnavailable):
        builds.open("never-made")


def test_another_build_serves_from_one_moment_to_the_next(builds: Builds) -> None:
    for name, title in (("20260101", "积水"), ("20260102", "井盖")):
        builds.create(name).write([demand(1, title)])
    builds.serve("20260101")
    assert found(builds.current(), "积水") == ("demand:1",)
    builds.serve("20260102")
    assert found(builds.current(), "积水") == ()
    assert found(builds.current(), "井盖") == ("demand:1",)
    assert (builds.serving(), builds.names()) == ("20260102", ["20260101", "20260102"])


def test_a_build_is_dropped_unless_it_serves(builds: Builds) -> None:
    builds.create("20260101")
    builds.create("20260102")
    builds.serve("20260102")
    builds.drop("20260101")
    builds.drop("20260102")
    assert builds.names() == ["20260102"]


def test_a_build_that_is_made_again_starts_empty(builds: Builds) -> None:
    builds.create("20260101").write([FLOOD])
    assert list(builds.create("20260101").held()) == []


def test_health_is_one_line(builds: Builds) -> None:
    assert builds.health()
    assert "\n" not in builds.health()


def test_the_other_side_is_found(engine: Engine) -> None:
    engine.write([FLOOD, FORECAST, FRAUD, PARKING, GAME])
    assert found(engine, "雷达降雨", lists=CAPABILITY_LISTS) == ("capability:1",)
