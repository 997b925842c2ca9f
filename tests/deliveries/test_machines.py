"""The drawings show the tables."""

from __future__ import annotations

import pytest

from marketplace.deliveries.models import (
    ChangeState,
    CheckpointState,
    DeliveryState,
    GateState,
    PaymentState,
    ResultState,
)
from marketplace.deliveries.transitions import (
    CHANGE,
    CHECKPOINT,
    DELIVERY,
    GATE,
    PAYMENT,
    RESULT,
)
from tests.drawings import drawing_of, table_of


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        (DELIVERY, DeliveryState),
        (CHECKPOINT, CheckpointState),
        (GATE, GateState),
        (PAYMENT, PaymentState),
        (CHANGE, ChangeState),
        (RESULT, ResultState),
    ],
)
def test_a_drawing_is_its_table(machine, states):
    assert drawing_of("deliveries.md", machine) == table_of(machine, states.values)
