from __future__ import annotations

import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.experts.chance import Stream


def test_the_first_number_is_what_the_document_says():
    block = hmac.new(b"seed", b"label\0" + bytes(8), hashlib.sha256).digest()
    stream = Stream(b"seed", "label")
    assert [stream.below(1 << 64) for _ in range(4)] == [
        int.from_bytes(block[start : start + 8], "big") for start in range(0, 32, 8)
    ]


def test_known_numbers_come_out_on_every_machine():
    stream = Stream(bytes(32), "stratum:a")
    assert [stream.below(1000) for _ in range(8)] == [384, 822, 672, 53, 159, 446, 271, 410]


@given(st.binary(min_size=1, max_size=64), st.text(max_size=20), st.integers(1, 1 << 64))
def test_numbers_stay_below_their_bound_and_repeat(seed: bytes, label: str, bound: int):
    one, other = Stream(seed, label), Stream(seed, label)
    numbers = [one.below(bound) for _ in range(5)]
    assert numbers == [other.below(bound) for _ in range(5)]
    assert all(0 <= number < bound for number in numbers)


def test_labels_are_independent_rows():
    assert [Stream(b"s", "a").below(1 << 64)] != [Stream(b"s", "b").below(1 << 64)]


@pytest.mark.parametrize("bound", [0, -1, (1 << 64) + 1])
def test_what_is_no_bound_is_refused(bound: int):
    with pytest.raises(ValueError, match="no bound"):
        Stream(b"s", "a").below(bound)


def test_a_bound_that_is_no_power_of_two_leans_to_no_side():
    counts = Counter(Stream(number.to_bytes(4, "big"), "x").below(3) for number in range(6000))
    assert all(abs(counts[side] - 2000) < 150 for side in range(3))
