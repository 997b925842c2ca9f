"""What conditions cost, against plain counting over every combination that is made up."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from marketplace.listings.gates import Answer, Gate
from search.conditions import Costs, Standing, standing_of, what_conditions_cost

CODES = ("qualification:iso27001", "qualification:cmmi3", "delivery", "budget")
OTHERS = ("verified", "credit:serious")
STANDINGS = st.lists(
    st.builds(Standing, st.integers(1, 6), st.frozensets(st.sampled_from(CODES + OTHERS))),
    max_size=24,
)


def fitting_under(standings: list[Standing], asked: set[str]) -> set[int]:
    """Return the holders with a way to answer when only these conditions, and all others, hold."""
    kept = asked | set(OTHERS)
    return {one.holder for one in standings if not one.failed & kept}


def costs_of(standings: list[Standing]) -> Costs:
    return what_conditions_cost(standings, CODES)


@given(STANDINGS)
def test_a_condition_costs_whom_dropping_it_lets_in(standings: list[Standing]) -> None:
    fitting = fitting_under(standings, set(CODES))
    found = costs_of(standings)
    assert found.holders == len(fitting_under(standings, set()))
    assert found.fitting == len(fitting)
    for cost in found.costs:
        let_in = fitting_under(standings, set(CODES) - {cost.code}) - fitting
        assert cost.alone == len(let_in)
        assert cost.failing == found.holders - len(fitting_under(standings, {cost.code}))


@given(STANDINGS)
def test_the_counts_add_up(standings: list[Standing]) -> None:
    found = costs_of(standings)
    assert found.fitting + found.nearly + found.several == found.holders
    assert sum(cost.alone for cost in found.costs) >= found.nearly
    assert all(max(cost.alone, cost.failing) <= found.holders for cost in found.costs)
    # With one way to answer, whom a condition alone keeps away fails it.
    once = list({one.holder: one for one in standings}.values())
    single = costs_of(once)
    assert all(cost.alone <= cost.failing for cost in single.costs)
    assert single.fitting + sum(cost.alone for cost in single.costs) + single.several == (
        single.holders
    )


@given(STANDINGS, st.sampled_from(CODES))
def test_what_excludes_nobody_costs_nothing(standings: list[Standing], code: str) -> None:
    met = [Standing(one.holder, one.failed - {code}) for one in standings]
    (cost,) = [cost for cost in costs_of(met).costs if cost.code == code]
    assert (cost.failing, cost.alone) == (0, 0)
    assert all(code not in pair for pair in costs_of(met).pairs)


@given(STANDINGS)
def test_two_exclude_all_where_nobody_fits_both_and_somebody_each(
    standings: list[Standing],
) -> None:
    found = costs_of(standings)
    expected = [
        pair
        for pair in combinations(CODES, 2)
        if found.holders
        and not fitting_under(standings, set(pair))
        and all(fitting_under(standings, {code}) for code in pair)
    ]
    assert list(found.pairs) == expected
    assert set(found.excluding_all) == {
        code for code in CODES if found.holders and not fitting_under(standings, {code})
    }


def test_a_firm_fits_by_the_best_of_its_capabilities() -> None:
    found = costs_of([Standing(1, frozenset(CODES)), Standing(1, frozenset()), Standing(2, {"x"})])  # type: ignore[arg-type]
    assert (found.holders, found.fitting, found.nearly, found.several) == (1, 1, 0, 0)


def test_a_standing_counts_failures_and_on_request_what_is_left_to_show() -> None:
    gates = [
        Gate("budget", "预算", Answer.FAILED),
        Gate("delivery", "交付", Answer.UNKNOWN),
        Gate("verified", "核验", Answer.MET),
    ]
    assert standing_of(7, gates) == Standing(7, frozenset({"budget"}))
    assert standing_of(7, gates, unmet=Answer.UNKNOWN).failed == {"delivery"}
