"""Whatever a gate asks, what is not met says what can be done about it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from marketplace.listings.gates import (
    Answer,
    Conditions,
    DeliveryFacts,
    Gate,
    HolderFacts,
    Holding,
    gates,
)

DAY = date(2026, 12, 1)
YEAR = timedelta(days=365)
CONDITIONS = Conditions(
    qualifications={"iso": "ISO 27001"}, districts={"siming": "思明区"}, budget_high=Decimal(100)
)


@dataclass
class Fact:
    """What one credit list says."""

    answer: str
    as_of: date | None = DAY
    source: str = "公示系统"


HOLDERS = [
    HolderFacts(),
    HolderFacts(is_placeholder=True),
    *(HolderFacts(credit={"abnormal": Fact(answer)}) for answer in ("yes", "unknown")),
    HolderFacts(holdings={"iso": Holding(None, None)}),
    HolderFacts(holdings={"iso": Holding(None, DAY - YEAR)}),
    HolderFacts(holdings={"iso": Holding(DAY + YEAR, DAY + 2 * YEAR)}),
]
DELIVERIES = [
    DeliveryFacts(everywhere=False),
    DeliveryFacts(everywhere=False, districts=frozenset({"huli"}), price_low=Decimal(200)),
]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("delivery", DELIVERIES)
def test_what_is_failed_or_unknown_says_what_to_do(holder, delivery):
    found = gates(CONDITIONS, holder, delivery=delivery, on=DAY)
    unmet = [gate for gate in found if gate.answer is not Answer.MET]
    assert len(unmet) >= 5
    assert [gate.code for gate in unmet if not str(gate.remedy)] == []


def test_the_cases_are_all_that_can_happen():
    found = [
        (gate.code.split(":")[0], gate.answer)
        for holder in HOLDERS
        for delivery in DELIVERIES
        for gate in gates(CONDITIONS, holder, delivery=delivery, on=DAY)
        if gate.answer is not Answer.MET
    ]
    kinds = ("verified", "credit", "qualification", "delivery", "budget")
    unmet = (Answer.FAILED, Answer.UNKNOWN)
    assert set(found) == {(kind, answer) for kind in kinds for answer in unmet}


def test_what_is_met_asks_for_nothing():
    assert Gate("verified", "已核验", Answer.MET).remedy == ""
