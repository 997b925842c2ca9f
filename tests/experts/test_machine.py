"""The drawing shows the table."""

from __future__ import annotations

from marketplace.experts.models import ExpertState
from marketplace.experts.transitions import EXPERT
from tests.drawings import drawing_of, table_of


def test_the_drawing_of_an_expert_is_its_table():
    assert drawing_of("experts.md", EXPERT) == table_of(EXPERT, ExpertState.values)
