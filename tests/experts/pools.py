"""Pools of candidates, and what the exact chance of a panel is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from marketplace.experts.drawing import Candidate, Rules, Stratum

WATER, TRAFFIC = "domain:water", "domain:traffic"
TWO_FIELDS = Rules((Stratum(WATER, 3), Stratum(TRAFFIC, 2)), alternates=2)


UNEVEN = (
    Candidate("p", ("a",), ("X",)),
    Candidate("q", ("a",), ("X",), load=1),
    Candidate("r", ("a",), ("Y",)),
    Candidate("s", ("a",), ("Z",), load=2),
    Candidate("t", ("a",), (), load=1),
    Candidate("u", ("a",), ("Y",), load=5),
)
"""A pool of one field in which loads and employers differ."""


def even_pool(employers: int = 12, each: int = 2) -> list[Candidate]:
    """Return a pool in which every employer has as many experts in both fields."""
    return [
        Candidate(f"E{firm:02d}-{name}-{number}", (name,), (f"C{firm:02d}",))
        for firm in range(employers)
        for name in (WATER, TRAFFIC)
        for number in range(each)
    ]


def chances(pool: Sequence[Candidate], seats: int) -> dict[frozenset[str], Fraction]:
    """Return how likely each panel of one field is: every order of the drum, followed through."""
    found: dict[frozenset[str], Fraction] = {}
    for order in permutations(pool):
        left, chance = sum(one.tickets for one in order), Fraction(1)
        for one in order:
            chance *= Fraction(one.tickets, left)
            left -= one.tickets
        panel = frozenset(_first(order, seats))
        found[panel] = found.get(panel, Fraction()) + chance
    return found


def _first(order: tuple[Candidate, ...], seats: int) -> list[str]:
    panel: list[str] = []
    taken: set[str] = set()
    for one in order:
        if len(panel) < seats and not taken & set(one.employers):
            panel.append(one.key)
            taken |= set(one.employers)
    return panel


def chi_squared(counts: dict[frozenset[str], int], shares: dict[frozenset[str], Fraction]) -> float:
    """Return Pearson's statistic of counts against the shares that were expected."""
    total = sum(counts.values())
    return float(
        sum(
            (counts.get(name, 0) - total * share) ** 2 / (total * share)
            for name, share in shares.items()
        )
    )


def critical(freedom: int) -> float:
    """Return what chance alone exceeds once in a thousand times (Wilson and Hilferty, 1931)."""
    part = 2 / (9 * freedom)
    return freedom * float(1 - part + 3.0902 * part**0.5) ** 3
