from __future__ import annotations

from marketplace.experts.seats import can_fill, joined, unfilled


def test_a_seat_moves_over_where_that_lets_another_be_filled():
    assert unfilled(["a", "b"], {"a": {"x", "y"}, "b": {"x"}}) == ()
    assert can_fill(["a", "b"], {"a": {"x", "y"}, "b": {"x"}})


def test_the_fields_that_lack_somebody_are_named():
    assert unfilled(["a", "a", "b"], {"a": {"x"}}) == ("a", "b")
    assert not can_fill(["b"], {})


def test_names_in_one_set_are_one_group_also_over_a_third():
    assert joined([("c", "b"), ("b", "a"), ("z",)]) == {"a": "a", "b": "a", "c": "a", "z": "z"}
