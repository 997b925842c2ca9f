"""The rule of grades, case by case."""

from __future__ import annotations

from itertools import product

import pytest

from marketplace.deliveries.grades import Facts, Grade, Item, grade_of

BELOW = Item(is_main=True, is_met=True, is_below=True)
MAIN, MORE = Item(is_main=True, is_met=True), Item(is_main=False, is_met=True)
MAIN_NOT, MORE_NOT = Item(is_main=True, is_met=False), Item(is_main=False, is_met=False)
ORDER = [Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.UNFIT]


@pytest.mark.parametrize(
    ("items", "hand_ins", "late_days", "grade"),
    [
        ((MAIN, MORE), 1, 0, Grade.EXCELLENT),
        ((MAIN,), 2, 0, Grade.GOOD),
        ((MAIN,), 1, 1, Grade.GOOD),
        ((MAIN,), 2, 10, Grade.GOOD),
        ((MAIN,), 3, 0, Grade.FAIR),
        ((MAIN,), 1, 11, Grade.FAIR),
        ((MAIN, MORE_NOT), 1, 0, Grade.FAIR),
        ((BELOW, MORE), 1, 0, Grade.FAIR),
        ((BELOW, MAIN_NOT), 1, 0, Grade.UNFIT),
        ((MAIN_NOT, MORE), 1, 0, Grade.UNFIT),
        ((MAIN, MAIN_NOT), 3, 99, Grade.UNFIT),
    ],
)
def test_a_grade_follows_from_items_hand_ins_and_days(items, hand_ins, late_days, grade):
    assert grade_of(Facts(items, hand_ins, late_days)) == grade


def test_nothing_that_is_worse_makes_a_grade_better():
    sets = [(MAIN, MORE), (BELOW, MORE), (MAIN, MORE_NOT), (MAIN_NOT, MORE_NOT)]
    for (better, items), hand_ins, days in product(enumerate(sets), (1, 2, 3), (0, 5, 20)):
        here = ORDER.index(grade_of(Facts(items, hand_ins, days)))
        for worse in sets[better:]:
            assert ORDER.index(grade_of(Facts(worse, hand_ins, days))) >= here
        assert ORDER.index(grade_of(Facts(items, hand_ins + 1, days))) >= here
        assert ORDER.index(grade_of(Facts(items, hand_ins, days + 1))) >= here
