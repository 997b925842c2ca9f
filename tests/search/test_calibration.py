"""What makes a similarity comparable: what the sides have in common, and pairs drawn at random."""

import json

import numpy as np
import pytest

from search import calibration
from search.calibration import Calibration, calibrate, from_dict, query_vector, similarities
from search.encoders.protocol import Role

COMMON = {Role.DEMAND: 3.0, Role.CAPABILITY: -2.0}
SIZE = 600


def side(role: Role, *, count: int = SIZE, seed: int = 1) -> dict[str, np.ndarray]:
    """Return vectors of one side by key: the side's direction, and what each number says."""
    drawn = np.random.default_rng(seed).normal(size=(count, 12))
    drawn[:, 0] += COMMON[role]
    rows = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return {f"{role}:{number}": row for number, row in enumerate(rows, start=1)}


def calibrated(count: int = SIZE) -> Calibration:
    found = calibrate(
        side(Role.DEMAND, count=count), side(Role.CAPABILITY, count=count), model="plain-1"
    )
    assert found is not None
    return found


def test_pairs_drawn_at_random_have_no_similarity_and_spread_by_one() -> None:
    found = calibrated()
    demands, capabilities = (
        np.stack(list(side(role, seed=9).values())) for role in (Role.DEMAND, Role.CAPABILITY)
    )
    drawn = np.concatenate(
        [similarities(one, capabilities, calibration=found) for one in demands[:50]]
    )
    assert abs(drawn.mean()) < 0.1
    assert abs(drawn.std() - 1) < 0.1


def test_what_a_side_has_in_common_is_taken_off() -> None:
    found = calibrated(count=4_000)
    for role in Role:
        rows = np.stack(list(side(role, seed=9).values()))
        centred = found.centred(rows, role)
        assert np.allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
        assert abs(centred[:, 0].mean()) < abs(rows[:, 0].mean()) / 4


def test_what_says_the_same_on_the_other_side_is_nearest() -> None:
    found = calibrated(count=4_000)
    demands, capabilities = (
        np.stack(list(side(role, count=100, seed=9).values()))
        for role in (Role.DEMAND, Role.CAPABILITY)
    )
    nearest = [similarities(one, capabilities, calibration=found).argmax() for one in demands]
    assert np.mean(nearest == np.arange(100)) > 0.95
    # Without centring what the sides have in common hides it.
    assert np.mean((demands @ capabilities.T).argmax(axis=1) == np.arange(100)) < 0.5


def test_a_pairs_figure_does_not_depend_on_the_others() -> None:
    found = calibrated()
    demand = side(Role.DEMAND)["demand:1"]
    many = np.stack(list(side(Role.CAPABILITY).values()))
    together = similarities(demand, many, calibration=found)
    alone = [calibration.similarity(demand, one, calibration=found) for one in many]
    assert together.tolist() == alone


def test_the_same_listings_give_the_same_constants_in_any_order() -> None:
    demands, capabilities = side(Role.DEMAND), side(Role.CAPABILITY)
    turned = [dict(reversed(one.items())) for one in (demands, capabilities)]
    again = calibrate(*turned, model="plain-1")
    assert again is not None
    assert again.to_dict() == calibrated().to_dict()


def test_a_large_side_is_sampled_by_its_keys_alone() -> None:
    keys = [f"demand:{number}" for number in range(10_000)]
    chosen = calibration.sampled(keys)
    assert len(chosen) == 4_000
    assert calibration.sampled(reversed(keys)) == chosen
    # What stays of a list that shrinks was chosen before.
    assert set(calibration.sampled(keys[:9_000])) >= set(chosen) & set(keys[:9_000])


def test_a_handful_of_texts_is_not_taken_for_what_a_side_has_in_common() -> None:
    few = calibrate(side(Role.DEMAND, count=2), side(Role.CAPABILITY), model="plain-1")
    assert few is not None
    own = np.mean(list(side(Role.DEMAND, count=2).values()), axis=0)
    every = np.mean([*side(Role.DEMAND, count=2).values(), *side(Role.CAPABILITY).values()], axis=0)
    mean = np.array(few.demand_mean)
    assert np.linalg.norm(mean - every) < np.linalg.norm(mean - own) / 10


@pytest.mark.parametrize("missing", list(Role))
def test_a_side_without_vectors_has_no_constants(missing: Role) -> None:
    sides = {role: {} if role is missing else side(role, count=3) for role in Role}
    assert calibrate(sides[Role.DEMAND], sides[Role.CAPABILITY], model="plain-1") is None


def test_texts_that_are_all_the_same_divide_by_nothing() -> None:
    one = np.eye(12, dtype=np.float32)[0]
    found = calibrate({"demand:1": one}, {"capability:1": one}, model="plain-1")
    assert found is not None
    assert found.spread > 0
    assert np.isfinite(calibration.similarity(one, one, calibration=found))


def test_what_was_kept_compares_as_what_was_measured() -> None:
    found = calibrated()
    again = from_dict(json.loads(json.dumps(found.to_dict())))
    demand, capability = side(Role.DEMAND)["demand:1"], side(Role.CAPABILITY)["capability:1"]
    figures = {
        calibration.similarity(demand, capability, calibration=one) for one in (found, again)
    }
    assert len(figures) == 1
    assert again.model == "plain-1"


def test_an_engine_is_asked_for_what_the_scorer_compares() -> None:
    found = calibrated()
    demand = side(Role.DEMAND)["demand:1"]
    asked = query_vector(demand, Role.DEMAND, calibration=found)
    assert np.allclose(asked, found.centred(demand[np.newaxis], Role.DEMAND)[0])
    assert query_vector(demand, Role.DEMAND, calibration=None) is demand
