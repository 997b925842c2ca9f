"""The drawings show the tables."""

from __future__ import annotations

import pytest

from marketplace.core.transitions import Machine
from marketplace.reviews.models import DrawState, PanelState, RoundState, SeatState
from marketplace.reviews.transitions import DRAW, PANEL, ROUND, SEAT
from tests.drawings import drawing_of, table_of


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        (PANEL, PanelState.values),
        (DRAW, DrawState.values),
        (SEAT, SeatState.values),
        (ROUND, RoundState.values),
    ],
    ids=["panel", "draw", "seat", "round"],
)
def test_the_drawing_of_a_machine_is_its_table(machine: Machine, states: list[str]):
    assert drawing_of("reviews.md", machine) == table_of(machine, states)
