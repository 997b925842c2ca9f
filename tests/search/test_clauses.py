"""The nearest clauses of a pair, by vectors that are made by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from search.calibration import Calibration
from search.clauses import LEAST, MOST, closest, with_clauses
from search.documents import ListingDocument
from search.explanation import explain
from search.meaning import Meaning, groups
from search.passages import passages
from search.profiles import profile_of
from search.scorer import Scorer
from search.snapshot import take
from search.vectors import ListingVectors
from tests.search.listings import FLOOD, FORECAST, capability, demand

DIMENSIONS = 6
MEANING = Meaning(
    Calibration("plain", (0.0,) * DIMENSIONS, (0.0,) * DIMENSIONS, centre=0.0, spread=0.2),
    np.eye(len(groups()), DIMENSIONS, dtype=np.float32),
)
ONES = np.ones((1, DIMENSIONS), np.float32)
ASKED = demand(
    1, "停车", body="整合路内泊位与公共停车场的空闲资源数据。支持违停行为的自动识别与告警。"
)
OFFERED = capability(
    1,
    "泊位",
    body="自动识别违停车辆并及时向路面的执法人员推送告警。汇聚全市各停车场剩余车位的实时数据。",
)


def at(document: ListingDocument, *axes: int) -> ListingVectors:
    """Return vectors of which each passage lies on an axis of its own."""
    rows = np.eye(DIMENSIONS, dtype=np.float32)[list(axes)]
    assert len(rows) == len(passages(document))
    return ListingVectors(rows[0], rows)


def test_the_nearest_clauses_come_with_their_words_and_places() -> None:
    vectors = {ASKED.key: at(ASKED, 0, 1, 2), OFFERED.key: at(OFFERED, 3, 2, 1)}
    found = closest(ASKED, OFFERED, vectors=vectors, meaning=MEANING)
    assert [(one.asked[:4], one.offered[:4]) for one in found] == [
        ("整合路内", "汇聚全市"),
        ("支持违停", "自动识别"),
    ]
    for one in found:
        assert one.similarity == 5.0 >= LEAST
        assert ASKED.body[one.demand.start : one.demand.end].strip() == one.asked
        assert OFFERED.body[one.capability.start : one.capability.end].strip() == one.offered


def test_clauses_that_are_not_near_are_left_out_and_none_stands_twice() -> None:
    vectors = {ASKED.key: at(ASKED, 0, 1, 1), OFFERED.key: at(OFFERED, 0, 1, 4)}
    found = closest(ASKED, OFFERED, vectors=vectors, meaning=MEANING)
    assert len(found) == 1
    assert found[0].offered.startswith("自动识别")


@pytest.mark.parametrize("held", [{}, {ASKED.key: at(ASKED, 0, 1, 2)}])
def test_without_vectors_of_both_texts_there_are_none(held: dict[str, ListingVectors]) -> None:
    assert closest(ASKED, OFFERED, vectors=held, meaning=MEANING) == ()
    stale = {**held, ASKED.key: at(ASKED, 0, 1, 2)}
    stale[OFFERED.key] = ListingVectors(ONES[0], ONES)
    assert closest(ASKED, OFFERED, vectors=stale, meaning=MEANING) == ()


def test_a_long_clause_is_cut_at_a_border_and_no_more_than_some_are_shown() -> None:
    long = "；".join(f"第{number}项要求覆盖全区并按月交付完整的成果资料" for number in range(200))
    asked, offered = replace(ASKED, body=long), replace(OFFERED, body=long)
    vectors = {
        document.key: ListingVectors(
            ONES[0], np.ones((len(passages(document)), DIMENSIONS), np.float32)
        )
        for document in (asked, offered)
    }
    found = closest(asked, offered, vectors=vectors, meaning=MEANING)
    assert len(found) == MOST
    assert all(len(one.asked) <= 161 for one in found)
    assert all(one.asked.endswith("资料…") for one in found)


def test_what_was_compared_by_words_alone_stays_as_it_is() -> None:
    plain = explain(FLOOD, FORECAST, scorer=Scorer(take([profile_of(FLOOD)], date(2026, 1, 1))))
    assert with_clauses([(plain, FLOOD, FORECAST)], MEANING) == [plain]
    assert with_clauses([], None) == []
    assert plain.versions["model"] == ""
