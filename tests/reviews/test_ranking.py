"""Ranking: means as ruled, weights, least scores, equal totals, and what never changes a result."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reviews.ranking import (
    Entrant,
    Measure,
    RankingError,
    Ruling,
    mean_of,
    outliers,
    ranked,
)

D = Decimal
PLAIN = Ruling()
TRIMMED = Ruling(trims_from=5)
MEASURES = (Measure("route", D(60)), Measure("team", D(40), minimum=D(50)))
TENTHS = st.integers(0, 1000).map(lambda tenth: D(tenth) / 10)


def sheets_of(*rows):
    """Return a sheet for each row; a row has for each bid the scores of route and team."""
    return [
        {bid: {"route": D(route), "team": D(team)} for bid, (route, team) in row.items()}
        for row in rows
    ]


def result(*rows, ruling=PLAIN, order=(), measures=MEASURES, **agreed):
    bids = [Entrant(bid, agreed=agreed.get(bid, {})) for bid in rows[0]]
    return ranked(measures, bids, sheets=sheets_of(*rows), ruling=ruling, order=order)


def ranks(found):
    return {line.bid: line.rank for line in found.lines}


def _scores(draw):
    return {"route": draw(TENTHS), "team": draw(TENTHS)}


@st.composite
def panels(draw, bids=("a", "b", "c")):
    number = draw(st.integers(1, 7))
    return [{bid: _scores(draw) for bid in bids} for _one in range(number)]


def rank_all(sheets, ruling=TRIMMED, measures=MEASURES):
    bids = [Entrant(bid) for bid in sheets[0]]
    return ranked(measures, bids, sheets=sheets, ruling=ruling)


def test_weights_make_points_and_points_a_total():
    line = result({"a": (90, 60)}, {"a": (80, 70)}).lines[0]
    assert [(cell.mean, cell.points) for cell in line.cells] == [(D(85), D(51)), (D(65), D(26))]
    assert (line.total, line.rank) == (D(77), 1)


def test_one_sheet_is_enough_and_none_is_not():
    assert ranks(result({"a": (90, 60), "b": (80, 60)})) == {"a": 1, "b": 2}
    with pytest.raises(RankingError) as error:
        ranked(MEASURES, [Entrant("a")], sheets=[], ruling=PLAIN)
    assert error.value.code == "no_sheets"


@pytest.mark.parametrize(
    ("scores", "ruling", "mean", "dropped"),
    [
        ((10, 60, 70, 80, 100), TRIMMED, "70.00", (10, 100)),
        ((60, 70, 80, 100), TRIMMED, "77.50", ()),
        ((60, 70, 80), Ruling(trims_from=1), "70.00", (60, 80)),
        ((60, 80), Ruling(trims_from=1), "70.00", ()),
        ((70, 70, 71), PLAIN, "70.33", ()),
        ((70, 71, 71), PLAIN, "70.67", ()),
        (("70.00", "70.01"), PLAIN, "70.01", ()),
    ],
)
def test_the_highest_and_lowest_are_dropped_where_ruled_and_halves_go_up(
    scores, ruling, mean, dropped
):
    found = mean_of([D(one) for one in scores], ruling=ruling)
    assert found == (D(mean), tuple(D(one) for one in dropped))


def test_a_bid_below_the_least_score_of_a_criterion_has_no_rank():
    found = result({"a": (100, "49.9"), "b": (50, 50)})
    assert ranks(found) == {"b": 1, "a": None}
    assert found.lines[-1].below == ("team",)


def test_an_agreed_score_counts_instead_of_the_mean_and_both_stay():
    found = result({"a": (80, 60), "b": (81, 60)}, a={"route": D(90)})
    assert ranks(found) == {"a": 1, "b": 2}
    cell = found.lines[0].cells[0]
    assert (cell.mean, cell.agreed, cell.value) == (D(80), D(90), D(90))


def test_an_equal_total_goes_to_the_heavier_criterion():
    found = result({"a": (80, 75), "b": (82, 72)})
    assert [line.total for line in found.lines] == [D(78), D(78)]
    assert ranks(found) == {"b": 1, "a": 2}
    assert {line.tie for line in found.lines} == {"criterion"}


@pytest.mark.parametrize(("by_price", "first"), [(True, "b"), (False, None)])
def test_the_lower_price_counts_only_where_the_rules_say_so(by_price, first):
    bids = [Entrant("a", price=D(300)), Entrant("b", price=D(200))]
    sheets = sheets_of({"a": (80, 70), "b": (80, 70)})
    found = ranked(MEASURES, bids, sheets=sheets, ruling=Ruling(price_breaks_ties=by_price))
    if first:
        assert ranks(found) == {"b": 1, "a": 2}
        assert {line.tie for line in found.lines} == {"price"}
    else:
        assert found.open_ties == (("a", "b"),)
        assert ranks(found) == {"a": 1, "b": 1}


def test_what_is_still_equal_takes_the_chairs_order_and_nothing_else_does():
    rows = {"a": (80, 70), "b": (80, 70), "c": (90, 90)}
    assert ranks(result(rows)) == {"c": 1, "a": 2, "b": 2}
    found = result(rows, order=["b", "a", "c"])
    assert (ranks(found), found.open_ties) == ({"c": 1, "b": 2, "a": 3}, ())
    assert [line.tie for line in found.lines] == ["", "chair", "chair"]


@pytest.mark.parametrize(
    ("measures", "sheet", "code"),
    [
        ((Measure("route", D(0)), Measure("team", D(40))), {"route": 1, "team": 1}, "weight"),
        ((), {"route": 1}, "no_criteria"),
        (MEASURES, {"route": 1}, "missing"),
        (MEASURES, {"route": 101, "team": 1}, "scale"),
        (MEASURES, {"route": -1, "team": 1}, "scale"),
        (MEASURES, {"route": "NaN", "team": 1}, "scale"),
    ],
)
def test_what_is_incomplete_or_beyond_the_scale_is_refused(measures, sheet, code):
    sheets = [{"a": {name: D(score) for name, score in sheet.items()}}]
    with pytest.raises(RankingError) as error:
        ranked(measures, [Entrant("a")], sheets=sheets, ruling=PLAIN)
    assert error.value.code == code


def test_a_bid_stands_once():
    with pytest.raises(RankingError, match="twice"):
        ranked(
            MEASURES, [Entrant("a"), Entrant("a")], sheets=sheets_of({"a": (1, 1)}), ruling=PLAIN
        )


def test_a_score_a_fifth_of_the_scale_from_the_median_is_pointed_out():
    assert outliers({"x": D(80), "y": D(82), "z": D(60)}) == {"z"}
    assert outliers({"x": D(80), "y": D(82), "z": D("60.1")}) == set()
    assert outliers({"x": D(100), "y": D(0)}) == set()


@given(panels(), st.randoms())
def test_neither_the_order_of_sheets_nor_of_bids_matters(sheets, chance):
    shuffled = [dict(chance.sample(list(one.items()), len(one))) for one in sheets]
    chance.shuffle(shuffled)
    assert rank_all(shuffled) == rank_all(sheets)


@given(panels(), st.integers(0, 6), st.sampled_from(["route", "team"]), TENTHS)
def test_a_higher_score_never_lowers_a_rank(sheets, judge, criterion, raised):
    before = rank_all(sheets)
    target = sheets[judge % len(sheets)]["a"]
    target[criterion] = max(target[criterion], raised)
    after = rank_all(sheets)
    old, new = ranks(before)["a"], ranks(after)["a"]
    assert old is None or (new is not None and new <= old)


@given(panels())
def test_means_stay_within_the_scores_and_totals_within_the_scale(sheets):
    for line in rank_all(sheets).lines:
        assert D(0) <= line.total <= D(100)
        assert all(cell.scores[0] <= cell.mean <= cell.scores[-1] for cell in line.cells)


@given(panels())
def test_ranks_count_from_one_and_order_totals(sheets):
    found = rank_all(sheets)
    placed = [line for line in found.lines if line.rank is not None]
    for place, line in enumerate(placed, start=1):
        assert line.rank is not None
        assert line.rank <= place
    totals = [line.total for line in placed]
    assert totals == sorted(totals, reverse=True)
    if not found.open_ties:
        assert [line.rank for line in placed] == list(range(1, len(placed) + 1))
