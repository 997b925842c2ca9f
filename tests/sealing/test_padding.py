"""How long content is shows in coarse steps only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.sealing.padding import CLASSES, TooLargeError, class_of, padded, unpadded


@given(content=st.binary(max_size=20_000))
def test_padded_content_has_the_size_of_its_class_and_comes_back(content):
    filled = padded(content)
    assert len(filled) in CLASSES
    assert unpadded(filled) == content


@pytest.mark.parametrize("size", CLASSES[:-1])
def test_one_byte_more_than_a_class_holds_takes_the_next(size):
    assert class_of(size - 8) == size
    assert class_of(size - 7) > size


def test_what_fits_no_class_is_refused():
    with pytest.raises(TooLargeError):
        class_of(CLASSES[-1])
    with pytest.raises(TooLargeError):
        padded(b"12345", size=12)


def test_a_length_beyond_the_bytes_is_refused():
    with pytest.raises(ValueError, match="not padded"):
        unpadded((100).to_bytes(8, "big") + bytes(8))
