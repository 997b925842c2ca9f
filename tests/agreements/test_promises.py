"""A promised value may change in its figure alone, and only to the better."""

from __future__ import annotations

import pytest

from marketplace.agreements.promises import is_lower


@pytest.mark.parametrize(
    ("answered", "comparison", "value", "lower"),
    [
        ("90%", "ge", "90%", False),
        ("90%", "ge", "90 ％", False),
        ("90%", "ge", "95.5%", False),
        ("90%", "ge", "89.99%", True),
        ("≤ 500 ms", "le", "≤ 300 ms", False),
        ("≤ 500 ms", "le", "≤ 501 ms", True),
        ("500 ms", "le", "1 s", True),
        ("500 ms", "lt", "500 s", True),
        ("1,200 个", "ge", "1200 个", False),
        ("1,200 个", "gt", "1199 个", True),
        ("平均 94%，最低 90%", "ge", "平均 95%，最低 90%", True),
        ("平均 94%，最低 90%", "ge", "平均 94%，最低 90%", False),
        ("支持", "text", "支持", False),
        ("支持", "text", "部分支持", True),
        ("3 级", "eq", "4 级", True),
        ("90%", "ge", "尽力达到 95%", True),
        ("90%", "ge", "", True),
    ],
)
def test_only_a_better_figure_in_the_same_words_is_no_less(answered, comparison, value, lower):
    assert is_lower(value, answered=answered, comparison=comparison) is lower
