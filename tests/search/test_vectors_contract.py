"""What both engines promise about nearest neighbours; the same tests run on each."""

from dataclasses import replace

import numpy as np
import pytest

from search.documents import (
    CAPABILITY_LISTS,
    DEMAND_LISTS,
    Encoded,
    ListingDocument,
    withdrawn,
)
from search.engines.protocol import Builds, CandidateQuery, Engine, Hits, QueryVector, Written
from tests.search.listings import NOW, capability, demand

pytestmark = pytest.mark.both

DIMENSIONS = 8
MODEL = "plain-1"


def turned(
    angle: float, model: str = MODEL, key: str = "capability:1", digest: str = "d"
) -> Encoded:
    """A vector at an angle from the first axis, so that nearness is plain to see."""
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return Encoded(key=key, model=model, digest=digest, vector=vector)


def at(document: ListingDocument, angle: float, **options: str) -> ListingDocument:
    return replace(document, encoded=turned(angle, key=document.key, **options))


def nearest(engine: Engine, angle: float = 0.0, model: str = MODEL, **options) -> Hits:
    plain = CandidateQuery(lists=CAPABILITY_LISTS, words=(), characters=(), now=NOW)
    vector = QueryVector(model, turned(angle).vector * 3)
    return engine.candidates(replace(plain, **options, vector=vector)).vectors


def keys(hits: Hits) -> list[int]:
    return [int(key.partition(":")[2]) for key, _ in hits]


def test_the_nearest_come_first_with_their_cosine(engine: Engine) -> None:
    engine.write([at(capability(number), number / 10) for number in (3, 1, 2)])
    hits = nearest(engine)
    assert keys(hits) == [1, 2, 3]
    assert [score for _, score in hits] == pytest.approx(
        [np.cos(n / 10) for n in (1, 2, 3)], abs=1e-4
    )


def test_equal_cosines_come_by_key_and_none_is_cut(engine: Engine) -> None:
    engine.write([at(capability(number), 0.5) for number in range(1, 40)])
    assert keys(nearest(engine, size=5)) == [1, 2, 3, 4, 5]


def test_what_points_away_is_still_a_neighbour(engine: Engine) -> None:
    engine.write([at(capability(1), np.pi), at(capability(2), 2.0)])
    assert nearest(engine)[1] == ("capability:1", -1.0)


def test_neighbours_are_of_the_asked_lists_and_filters(engine: Engine) -> None:
    engine.write(
        [
            at(demand(1), 0.1),
            at(capability(1, domains=("parking",)), 0.2),
            at(capability(2, domains=("marine",)), 0.1),
        ]
    )
    chosen = {"domain": frozenset({"parking"})}
    assert keys(nearest(engine)) == [2, 1]
    assert keys(nearest(engine, filters=chosen)) == [1]
    assert nearest(engine, lists=DEMAND_LISTS) == (("demand:1", round(float(np.cos(0.1)), 4)),)


def test_a_rare_choice_finds_its_neighbours_far_down(engine: Engine) -> None:
    rare = [at(capability(500 + n, domains=("marine",)), 2.0 + n / 100) for n in range(3)]
    common = [at(capability(n, domains=("parking",)), n / 1000) for n in range(1, 400)]
    engine.write([*common, *rare])
    chosen = {"domain": frozenset({"marine"})}
    assert keys(nearest(engine, size=10, filters=chosen)) == [500, 501, 502]


def test_without_a_vector_there_are_no_neighbours(engine: Engine) -> None:
    engine.write([at(capability(1), 0.1)])
    found = engine.candidates(
        CandidateQuery(lists=CAPABILITY_LISTS, words=(), characters=(), now=NOW)
    )
    assert found.vectors == ()


def test_models_never_mix(engine: Engine) -> None:
    engine.write([at(capability(1), 0.1), at(capability(2), 0.2, model="plain-2")])
    assert keys(nearest(engine)) == [1]
    assert keys(nearest(engine, model="plain-2")) == [2]
    assert nearest(engine, model="plain-3") == ()


def test_a_new_text_takes_its_old_vector_away(engine: Engine) -> None:
    engine.write([at(capability(1), 0.1), at(capability(2), 0.2)])
    engine.write([replace(capability(1, "另一标题"), version=2)])
    assert keys(nearest(engine)) == [2]
    engine.write([at(replace(capability(1, "另一标题"), version=3), 0.3)])
    assert keys(nearest(engine)) == [2, 1]


def test_an_older_version_leaves_the_vector_alone(engine: Engine) -> None:
    engine.write([at(replace(capability(1), version=5), 0.1)])
    assert engine.write([at(replace(capability(1), version=4), 1.0)]) == Written(0, 1)
    assert nearest(engine) == (("capability:1", round(float(np.cos(0.1)), 4)),)


def test_a_withdrawn_listing_is_nobodys_neighbour(engine: Engine) -> None:
    one = at(capability(1), 0.1)
    engine.write([one])
    engine.write([withdrawn(one.key, one.list_key, version=2)])
    assert nearest(engine) == ()
    engine.set_vectors([turned(0.1)])
    assert nearest(engine) == ()
    assert list(engine.encoded(MODEL)) == []


def test_a_vector_that_comes_later_changes_no_document(engine: Engine) -> None:
    engine.write([replace(capability(1), version=5)])
    before = list(engine.held())
    engine.set_vectors([turned(0.1), turned(0.1, key="capability:9")])
    assert keys(nearest(engine)) == [1]
    assert list(engine.held()) == before
    assert engine.documents(["capability:1"]) == {"capability:1": replace(capability(1), version=5)}
    assert engine.write([replace(capability(1), version=5)]) == Written(0, 1)


def test_a_later_vector_stands_for_the_earlier(engine: Engine) -> None:
    engine.write([at(capability(1), 1.0)])
    engine.set_vectors([turned(0.1, digest="new")])
    assert nearest(engine) == (("capability:1", round(float(np.cos(0.1)), 4)),)
    assert list(engine.encoded(MODEL)) == [("capability:1", "new")]


def test_what_it_holds_of_a_model_can_be_compared_with_rows(engine: Engine) -> None:
    engine.write([at(capability(1), 0.1, digest="a"), at(demand(2), 0.1, digest="b"), demand(3)])
    assert dict(engine.encoded(MODEL)) == {"capability:1": "a", "demand:2": "b"}
    assert list(engine.encoded("another")) == []
    engine.set_vectors([])


def test_another_reader_sees_what_was_written_and_each_build_has_its_own(builds: Builds) -> None:
    first, second = builds.create("first"), builds.create("second")
    reader = builds.open("first")
    assert nearest(reader) == ()
    first.write([at(capability(1), 0.1)])
    second.write([at(capability(2), 0.1)])
    assert keys(nearest(reader)) == [1]
    assert keys(nearest(second)) == [2]
