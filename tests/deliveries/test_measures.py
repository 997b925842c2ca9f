"""What two numbers tell, and where people have to say."""

from __future__ import annotations

import pytest

from marketplace.deliveries.measures import keeps


@pytest.mark.parametrize(
    ("comparison", "asked", "reached", "answer"),
    [
        ("ge", "80", "80", True),
        ("ge", "80", "79.9", False),
        ("gt", "80", "80", False),
        ("le", "30", "28 %", True),
        ("lt", "1,000", "999", True),
        ("eq", "5", "5.0", True),
        ("ge", "85", "８６％", True),
        ("text", "80", "80", None),
        ("ge", "80", "达到", None),
        ("ge", "不低于80", "90", None),
        ("ge", "80", "NaN", None),
        ("ge", "80", "Infinity", None),
        ("ge", "80", "", None),
    ],
)
def test_numbers_are_compared_and_words_are_left_to_people(comparison, asked, reached, answer):
    assert keeps(comparison, asked, reached=reached) is answer
