"""What two numbers tell, and where people have to say."""

from __future__ import annotations

import pytest

from marketplace.deliveries.measures import keeps, keeps_promise


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


@pytest.mark.parametrize(
    ("comparison", "promised", "reached", "answer"),
    [
        ("ge", "95%", "85", False),
        ("ge", "≥ 95 %", "95%", True),
        ("gt", "大于９５", "95", True),
        ("le", "单次识别不超过 3 秒", "3.2", False),
        ("le", "3", "2.9", True),
        ("lt", "1,000", "1000", True),
        ("eq", "5", "6", False),
        ("ge", "前 3 项不低于 95%", "96", None),
        ("ge", "达到国际先进", "96", None),
        ("text", "95", "95", None),
        ("ge", "95", "约 96", None),
    ],
)
def test_the_promised_figure_counts_and_not_only_what_was_asked(
    comparison, promised, reached, answer
):
    assert keeps_promise(comparison, promised, reached=reached) is answer
