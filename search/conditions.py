"""What conditions cost: how many otherwise fitting answers each of them keeps away.

Pure functions over the results of gates. For a demand the holders are firms, each with the
capabilities that it could answer with; for a firm they are the demands that its capabilities fit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from marketplace.listings.gates import Answer, Gate

_Options = Collection[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One way to answer: whose it is, and the conditions that it fails, by code."""

    holder: int
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one condition costs.

    `failing` counts the holders that fail it whatever they answer with, `alone` those that would
    fit without it and do not fit with it.
    """

    code: str
    failing: int
    alone: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What the conditions cost together, and one by one in their own order.

    Of the `holders`, `fitting` meet all; `several` are those whom dropping any one condition would
    not let in. `pairs` are the two conditions that nobody meets both of, where some meet each.
    """

    holders: int
    fitting: int
    several: int
    costs: tuple[Cost, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def nearly(self) -> int:
        """Return how many holders a single condition keeps away."""
        return self.holders - self.fitting - self.several

    @property
    def excluding_all(self) -> tuple[str, ...]:
        """Return the conditions that nobody meets."""
        return tuple(
            cost.code for cost in self.costs if self.holders and cost.failing == self.holders
        )


def standing_of(holder: int, gates: Iterable[Gate], *, unmet: Answer = Answer.FAILED) -> Standing:
    """Return how gates stand: those with the answer `unmet` are failed.

    With `unmet=Answer.UNKNOWN` it is what is left to show that counts.
    """
    return Standing(holder, frozenset(gate.code for gate in gates if gate.answer is unmet))


def what_conditions_cost(standings: Iterable[Standing], codes: Sequence[str]) -> Costs:
    """Return what the conditions with some codes cost among those that meet all others.

    A holder fits by the best of its ways to answer. A way that fails anything but these conditions
    is left out: dropping them would not help it.
    """
    asked = list(dict.fromkeys(codes))
    held: dict[int, set[frozenset[str]]] = {}
    for standing in standings:
        if standing.failed <= set(asked):
            held.setdefault(standing.holder, set()).add(standing.failed)
    options = list(held.values())
    fitting = sum(frozenset() in ways for ways in options)
    return Costs(
        holders=len(options),
        fitting=fitting,
        several=sum(all(len(failed) > 1 for failed in ways) for ways in options),
        costs=tuple(_cost(code, options) for code in asked),
        pairs=_excluding(options, asked),
    )


def _cost(code: str, options: Sequence[_Options]) -> Cost:
    return Cost(
        code,
        failing=sum(all(code in failed for failed in ways) for ways in options),
        alone=sum(frozenset([code]) in ways and frozenset() not in ways for ways in options),
    )


def _excluding(options: Sequence[_Options], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of conditions that exclude all together and neither of them by itself."""
    ways = [failed for some in options for failed in some]
    if not ways:
        return ()
    single = {code for code in codes if all(code in failed for failed in ways)}
    both = combinations([code for code in codes if code not in single], 2)
    return tuple(
        (one, other) for one, other in both if all(one in way or other in way for way in ways)
    )
