"""A second look at what fits, for those who may know which conditions are not met.

What fails no condition stays in the list, what fails exactly one is a near miss that names it, and
what each condition costs is counted. To the public a list is the same whatever fails in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from marketplace.listings.gates import Answer, Gate
from marketplace.portal.conditions import may_see_failures
from search.conditions import Costs, Standing, standing_of, what_conditions_cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from marketplace.listings.gates import Text
    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.permissions import Person
    from marketplace.portal.drawn import Drawer, Pair
    from search.matching import Match

NEAR: Final = 20
"""How many near misses are shown."""

_OF_THE_PORTAL: Final = ("verified", "credit:")
"""Conditions that no demand sets."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A pair that fits but for one condition, and that condition."""

    pair: Pair
    gate: Gate


@dataclass(frozen=True, slots=True)
class CostShown:
    """A condition in words with what it costs."""

    label: Text
    failing: int
    alone: int


@dataclass(frozen=True, slots=True)
class CostsShown:
    """What conditions cost, in words: one by one, those that nobody meets, alone or by two."""

    counts: Costs
    rows: list[CostShown]
    alone: list[Text]
    pairs: list[tuple[Text, Text]]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What passes all conditions, what fails just one, how much fails more, and the costs."""

    fitting: list[Match]
    near: list[tuple[Match, Gate]]
    several: int
    costs: CostsShown | None

    def drawn(self, drawer: Drawer) -> list[NearMiss]:
        """Return the near misses that are shown, as rows."""
        gates = {match.key: gate for match, gate in self.near[:NEAR]}
        pairs = drawer.pairs([match for match, _gate in self.near[:NEAR]])
        return [NearMiss(pair, gates[f"{pair.listing.KEY}:{pair.listing.pk}"]) for pair in pairs]


def look_again(
    listing: Demand | Capability, found: Sequence[Match], *, reader: Person, drawer: Drawer
) -> SecondLook | None:
    """Return a second look at a listing's matches; None for those who may not see failures."""
    if not may_see_failures(reader, listing):
        return None
    others = drawer.others(found)
    stood = [(one, drawer.gates(others[one.pk])) for one in found if one.pk in others]
    failed = {one.key: [g for g in gates if g.answer is Answer.FAILED] for one, gates in stood}
    return SecondLook(
        fitting=[one for one, _gates in stood if not failed[one.key]],
        near=[(one, failed[one.key][0]) for one, _gates in stood if len(failed[one.key]) == 1],
        several=sum(len(gates) > 1 for gates in failed.values()),
        costs=_costs(listing, stood, others=others),
    )


def costs_shown(standings: Iterable[Standing], labels: Mapping[str, Text]) -> CostsShown | None:
    """Return what the conditions with labels cost, in words; None where nothing is kept away."""
    counts = what_conditions_cost(standings, list(labels))
    costing = [cost for cost in counts.costs if cost.failing]
    if not costing:
        return None
    return CostsShown(
        counts=counts,
        rows=[CostShown(labels[cost.code], cost.failing, cost.alone) for cost in costing],
        alone=[labels[code] for code in counts.excluding_all],
        pairs=[(labels[one], labels[other]) for one, other in counts.pairs],
    )


def _costs(
    listing: Demand | Capability,
    stood: Sequence[tuple[Match, tuple[Gate, ...]]],
    *,
    others: Mapping[int, Demand | Capability],
) -> CostsShown | None:
    """Return what the conditions cost: a demand's own among firms, a firm's all among demands."""
    is_demand = listing.KEY == "demand"
    labels = {
        gate.code: gate.label
        for _one, gates in stood
        for gate in gates
        if not (is_demand and gate.code.startswith(_OF_THE_PORTAL))
    }
    standings = (
        standing_of(others[one.pk].lifecycle.owner_id if is_demand else one.pk, gates)
        for one, gates in stood
    )
    return costs_shown(standings, labels)
