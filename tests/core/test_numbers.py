"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.core.numbers import plain


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (Decimal("40.00"), "40"),
        (Decimal("0.00"), "0"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+2"), "100"),
        (None, ""),
        ("as it is", "as it is"),
    ],
)
def test_a_number_has_no_trailing_zeros_and_no_exponent(stored, typed):
    assert plain(stored) == typed
