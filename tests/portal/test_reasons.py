"""Scores and facts in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.lists.vocabulary import read_vocabulary
from marketplace.portal.reasons import Words, legend_of, segments, whole_points

POINTS = st.lists(st.floats(0, 55, allow_nan=False), min_size=5, max_size=5)


@given(POINTS)
def test_whole_points_add_up_to_the_rounded_total(points: list[float]) -> None:
    whole = whole_points(points)
    assert sum(whole) == round(sum(points))
    assert all(abs(a - b) <= 1 for a, b in zip(whole, points, strict=True))


def test_equal_remainders_raise_the_first() -> None:
    assert whole_points([0.5, 0.5, 0.5, 0.5, 0.0]) == [1, 1, 0, 0, 0]


def test_the_bar_lays_parts_side_by_side_and_leaves_out_what_is_nothing() -> None:
    parts = {"field": 20.0, "meaning": 10.0, "coverage": 0.0, "cases": 7.0, "qualifications": 8.0}
    shown = segments(parts)
    assert [(one.number, one.start) for one in shown] == [
        (1, "0%"),
        (6, "20%"),
        (3, "30%"),
        (5, "37%"),
    ]


def test_a_legend_names_the_parts_that_are_drawn_with_the_colours_of_the_bars() -> None:
    assert [number for number, _label in legend_of(["coverage", "field", "field"])] == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "facts", "said"),
    [
        ("field", {"domains": ["parking"], "industries": [], "tops": ["it"]}, "智慧停车"),
        ("field", {"domains": [], "industries": [], "tops": []}, "没有共同"),
        ("coverage", {"covered": 5, "partly": 1, "missing": 1}, "7 个要点覆盖 5 个，部分覆盖 1 个"),
        ("cases", {"cases": 3, "maturity": "", "first_of_kind": ""}, "3 个案例"),
        ("qualifications", {"held": [], "lacking": ["iso27001"]}, "没有写"),
        ("qualifications", {"held": [], "lacking": []}, "不要求"),
    ],
)
def test_a_part_says_what_it_rests_on(part: str, facts: dict, said: str) -> None:
    assert said in Words(read_vocabulary()).sentence(part, facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1_200_000, 4_800_000, "120 万元起，在预算 480 万元以内"),
        (5_000_000, 4_800_000, "高于预算"),
        (None, 4_800_000, "无法比较"),
    ],
)
def test_delivery_compares_price_and_budget(low: int | None, high: int, said: str) -> None:
    facts = {
        "everywhere": True,
        "districts": [],
        "price_low": low,
        "budget_high": high,
        "confirmed_at": None,
    }
    assert said in Words(read_vocabulary()).sentence("delivery", facts)
