"""The drawings show the tables. The moves are tried on the models elsewhere."""

from __future__ import annotations

import pytest

from marketplace.bids.models import FormalState, OpeningState, PartnerState
from marketplace.bids.transitions import BID, FORMAL_CHECK, OPENING, PARTNER
from tests.drawings import drawing_of, table_of


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        pytest.param(BID, ["drafted", "sealed", "withdrawn", "destroyed", "opened"], id="bid"),
        pytest.param(OPENING, OpeningState.values, id="opening"),
        pytest.param(FORMAL_CHECK, FormalState.values, id="formal check"),
        pytest.param(PARTNER, PartnerState.values, id="partner"),
    ],
)
def test_the_drawing_is_the_table(machine, states):
    assert drawing_of("bids.md", machine) == table_of(machine, states)
