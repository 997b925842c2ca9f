from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marketplace.experts.drawing import Candidate, Panel, Rules, Stratum, UnfillableError, draw
from tests.experts.pools import (
    TRAFFIC,
    TWO_FIELDS,
    UNEVEN,
    WATER,
    chances,
    chi_squared,
    critical,
    even_pool,
)

SEED = bytes(range(32))
FIELDS = ("a", "b", "c")

candidates = st.builds(
    Candidate,
    key=st.uuids().map(str),
    fields=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True).map(tuple),
    employers=st.lists(st.sampled_from("UVWXYZ"), max_size=2, unique=True).map(tuple),
    load=st.integers(0, 70),
)
pools = st.lists(candidates, max_size=14, unique_by=lambda one: one.key)
rules = st.builds(
    Rules,
    strata=st.lists(
        st.builds(Stratum, field=st.sampled_from(FIELDS), seats=st.integers(0, 3)),
        min_size=1,
        unique_by=lambda one: one.field,
    ).map(tuple),
    alternates=st.integers(0, 3),
)


def drawn(panel: Panel) -> list[tuple[str, str]]:
    """Return each member and alternate with its field."""
    return [
        (name, key)
        for row in (*panel.members, *panel.alternates)
        for name in (row[0],)
        for key in row[1]
    ]


def outcome(pool: list[Candidate], how: Rules, seed: bytes) -> Panel | dict[str, int]:
    """Return the panel, or what is lacking."""
    try:
        return draw(pool, how, seed=seed)
    except UnfillableError as error:
        return error.lacking


@given(pools, rules, st.binary(min_size=32, max_size=32), st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_same_seed_draws_the_same_panel_however_the_pool_is_ordered(
    pool: list[Candidate], how: Rules, seed: bytes, chance: random.Random
):
    mixed = list(pool)
    chance.shuffle(mixed)
    backwards = Rules(how.strata[::-1], how.alternates)
    assert outcome(mixed, backwards, seed) == outcome(pool, how, seed)


@given(pools, rules, st.binary(min_size=32, max_size=32))
@settings(max_examples=200, deadline=None)
def test_no_panel_breaks_a_rule(pool: list[Candidate], how: Rules, seed: bytes):
    panel = outcome(pool, how, seed)
    assume(isinstance(panel, Panel))
    assert isinstance(panel, Panel)
    known = {one.key: one for one in pool}
    everybody = drawn(panel)
    assert {name: len(keys) for name, keys in panel.members} == {
        one.field: one.seats for one in how.strata
    }
    assert all(name in known[key].fields for name, key in everybody)
    assert len({key for _name, key in everybody}) == len(everybody)
    employers = [code for _name, key in everybody for code in known[key].employers]
    assert len(employers) == len(set(employers))
    assert all(len(keys) <= how.alternates for _name, keys in panel.alternates)


@given(pools, rules)
@settings(max_examples=150, deadline=None)
def test_a_panel_is_refused_only_where_no_choice_of_people_would_fill_it(
    pool: list[Candidate], how: Rules
):
    single = [Candidate(one.key, one.fields, one.employers[:1], one.load) for one in pool]
    seats = [one.field for one in how.strata for _ in range(one.seats)]
    found = outcome(single, how, SEED)
    lacking = sum(found.values()) if isinstance(found, dict) else 0
    assert lacking == len(seats) - _most(seats, single)


def _most(seats: list[str], pool: list[Candidate]) -> int:
    """Return how many seats can be filled, by trying everything."""
    if not seats:
        return 0
    best = _most(seats[1:], pool)
    for one in pool:
        if seats[0] in one.fields and best < len(seats):
            rest = [
                other
                for other in pool
                if other != one and not set(other.employers) & set(one.employers)
            ]
            best = max(best, 1 + _most(seats[1:], rest))
    return best


def test_who_is_the_only_one_for_a_later_field_is_kept_for_it():
    pool = [
        Candidate("both", ("a", "b"), ("X",)),
        Candidate("only-a", ("a",), ("Y",), load=5),
    ]
    how = Rules((Stratum("a", 1), Stratum("b", 1)), alternates=0)
    for number in range(40):
        panel = draw(pool, how, seed=bytes([number]))
        assert panel.members == (("a", ("only-a",)), ("b", ("both",)))


def test_what_is_lacking_is_told_by_field():
    pool = [Candidate("one", (WATER,), ("X",)), Candidate("two", (WATER,), ("X",))]
    with pytest.raises(UnfillableError) as refused:
        draw(pool, TWO_FIELDS, seed=SEED)
    assert refused.value.lacking == {WATER: 2, TRAFFIC: 2}


def test_employers_of_one_expert_count_as_one():
    pool = [
        Candidate("a", ("a",), ("X",)),
        Candidate("b", ("a",), ("X", "Y")),
        Candidate("c", ("a",), ("Y",)),
    ]
    with pytest.raises(UnfillableError):
        draw(pool, Rules((Stratum("a", 2),)), seed=SEED)


def test_alternates_come_field_by_field_in_the_order_of_the_drum():
    panel = draw(even_pool(), TWO_FIELDS, seed=SEED)
    assert [(name, len(keys)) for name, keys in panel.alternates] == [(TRAFFIC, 2), (WATER, 2)]


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        draw([Candidate("a", ("a",)), Candidate("a", ("a",))], Rules(()), seed=SEED)


def test_known_panel_of_a_known_seed():
    panel = draw(even_pool(), TWO_FIELDS, seed=SEED)
    assert panel.member_keys == (
        *("E10-domain:traffic-0", "E00-domain:traffic-1"),
        *("E03-domain:water-0", "E09-domain:water-1", "E11-domain:water-1"),
    )


def test_panels_come_with_their_exact_chances_where_loads_and_employers_differ():
    how, shares = Rules((Stratum("a", 2),), alternates=0), chances(UNEVEN, 2)
    counts = Counter(
        frozenset(draw(UNEVEN, how, seed=number.to_bytes(32, "big")).member_keys)
        for number in range(2000)
    )
    assert set(counts) <= set(shares)
    assert chi_squared(counts, shares) < critical(len(shares) - 1)
