"""The grade of an accepted delivery, by a rule that anybody can repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

GOOD_HAND_INS: Final = 2
"""A good delivery was sent back once at most."""
GOOD_LATE_DAYS: Final = 10
"""A good delivery came so many working days late at most, all checkpoints together."""


class Grade(models.TextChoices):
    """How well a delivery kept its promise."""

    EXCELLENT = "excellent", _("excellent")
    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    UNFIT = "unfit", _("not fit")


@dataclass(frozen=True, slots=True)
class Item:
    """A promised indicator as it was judged."""

    is_main: bool
    is_met: bool
    is_below: bool = False
    """Whether it is below the promise, and was accepted for a reason."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a grade is reckoned from."""

    items: tuple[Item, ...]
    hand_ins: int
    late_days: int
    """Working days by which checkpoints came after their day, all together."""


def grade_of(facts: Facts) -> Grade:
    """Return the grade that facts deserve.

    Not fit: a main indicator is not met. Fair: a further one is not met, one is below its promise,
    or it was neither good nor excellent. Good: all are met, sent back once at most, few days late.
    Excellent: all are met at the first hand-in, and nothing was late.
    """
    if not _met(one for one in facts.items if one.is_main):
        return Grade.UNFIT
    if not _met(facts.items) or any(one.is_below for one in facts.items):
        return Grade.FAIR
    if facts.hand_ins == 1 and facts.late_days == 0:
        return Grade.EXCELLENT
    if facts.hand_ins <= GOOD_HAND_INS and facts.late_days <= GOOD_LATE_DAYS:
        return Grade.GOOD
    return Grade.FAIR


def _met(items: Iterable[Item]) -> bool:
    return all(one.is_met for one in items)
