from __future__ import annotations

import json
from typing import Any

import pytest

from marketplace.experts.draw_record import Promise, record_of, replayed
from marketplace.experts.drawing import UnfillableError
from tests.experts.pools import TWO_FIELDS, even_pool

PROMISE = Promise("XQ-2026-0001/1", TWO_FIELDS, "上证指数 2026-12-01 收盘点位", "ab" * 32)


def record() -> Any:
    return json.loads(json.dumps(record_of(PROMISE, even_pool(), public_input="3412.87")))


def test_a_record_alone_draws_the_same_panel_again():
    again = replayed(record())
    assert again.is_same
    assert again.panel == record()["panel"]


def test_the_seed_needs_the_secret_and_the_public_input():
    seeds = {
        PROMISE.seed("3412.87"),
        PROMISE.seed("3412.88"),
        Promise(PROMISE.subject, PROMISE.rules, PROMISE.source, "cd" * 32).seed("3412.87"),
    }
    assert len(seeds) == 3


def test_ways_of_writing_the_public_input_are_one():
    assert PROMISE.seed(" ３４１２.87\n") == PROMISE.seed("3412.87")


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("secret", "cd" * 32, "commitment"),
        ("source", "另一来源", "commitment"),
        ("subject", "XQ-2026-0002/1", "commitment"),
        ("public_input", "1", "panel"),
        ("pool_digest", "0" * 64, "pool_digest"),
        ("panel", {"members": [], "alternates": []}, "panel"),
    ],
)
def test_what_was_altered_is_named(name: str, value: object, fault: str):
    altered = record() | {name: value}
    assert fault in replayed(altered).faults


def test_a_candidate_who_was_added_or_made_lighter_is_noticed():
    for change in ({"load": 9}, {"key": "E99"}):
        altered = record()
        altered["pool"][0] |= change
        assert "pool_digest" in replayed(altered).faults


def test_rules_that_were_changed_are_noticed():
    altered = record()
    altered["rules"]["alternates"] = 0
    assert "commitment" in replayed(altered).faults


@pytest.mark.parametrize("damaged", [{}, {"rules": 3}, {"rules": {"strata": [{}]}}])
def test_a_damaged_record_is_said_to_be_one(damaged: dict[str, Any]):
    assert replayed(damaged).faults == ("record",)
    assert replayed(record() | {"pool": [{}]}).faults == ("record",)
    assert replayed(record() | {"pool": []}).faults == ("record",)


def test_a_pool_that_is_too_small_makes_no_record():
    with pytest.raises(UnfillableError):
        record_of(PROMISE, [], public_input="1")
