"""The drawings show the tables. The moves are tried on the models elsewhere."""

from __future__ import annotations

import pytest

from marketplace.claims.models import ClaimState, MandateState, MeetingState, PartnerState
from marketplace.claims.transitions import CLAIM, MANDATE, MEETING, PARTNER
from tests.drawings import drawing_of, table_of


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        pytest.param(CLAIM, ClaimState, id="claim"),
        pytest.param(PARTNER, PartnerState, id="partner"),
        pytest.param(MANDATE, MandateState, id="mandate"),
        pytest.param(MEETING, MeetingState, id="meeting"),
    ],
)
def test_the_drawing_is_the_table(machine, states):
    assert drawing_of("claims.md", machine) == table_of(machine, states.values)
