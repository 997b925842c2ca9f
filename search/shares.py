"""How much of each part of the score pairs have earned, in columns: each line is one rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from search.needs import Found, Group, Need
from search.packing import NONE, Shelf
from search.snapshot import Snapshot
from search.weights import WEIGHTS

_DAY = 86_400

Column = NDArray[np.float64]
"""A value for each pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares from 0 to 1 by part; what is covered; how much the texts have to do with each other.

    Evidence of 1 and more is enough.
    """

    parts: Mapping[str, Column]
    covered: Column
    evidence: Column


class Pairs:
    """Demands and capabilities side by side: one of a side stands for each of the other."""

    def __init__(
        self, needs: Sequence[Need], shelf: Shelf, *, found: Found, snapshot: Snapshot
    ) -> None:
        size = max(len(needs), len(shelf))
        self.capability = shelf.header
        self.sizes = np.array([need.sizes for need in needs])
        self.only_generic = np.array([need.only_generic for need in needs])
        self.counts_first = np.array([need.counts_first for need in needs])
        self.budget = np.array([need.budget for need in needs])
        self.as_of = datetime.combine(snapshot.as_of, datetime.min.time(), UTC).timestamp()
        lengths = (
            shelf.header["words"] / (snapshot.mean_words or 1.0),
            shelf.header["characters"] / (snapshot.mean_characters or 1.0),
        )
        damping = np.stack([_damping(length) for length in lengths], axis=1)
        self.found = found.added_up(np.broadcast_to(damping, (size, 2)))

    def held(self, group: Group, *, otherwise: Column | float) -> Column:
        """Return the share of the wanted facts that are held; `otherwise` where none is wanted."""
        wanted = self.sizes[:, group]
        share = self.found[:, group] / np.maximum(wanted, 1)
        return np.where(wanted > 0, share, otherwise)


def shares_of(pairs: Pairs, *, similarities: Column, leanings: Column) -> Shares:
    """Return what pairs have earned; not a number stands for vectors that cannot be compared."""
    covered = coverage(pairs)
    evidence = evidence_of(covered, similarities)
    related = np.minimum(1.0, evidence)
    reached = reached_by(covered)
    return Shares(
        {
            "field": field_share(pairs, reached=reached, leanings=leanings),
            "meaning": meaning_share(similarities),
            "coverage": reached,
            "cases": related * cases_share(pairs),
            "delivery": related * delivery_share(pairs),
            "qualifications": related * pairs.held(Group.QUALIFICATIONS, otherwise=1.0),
        },
        covered,
        evidence,
    )


def coverage(pairs: Pairs) -> Column:
    """Return how much of the demands' weight is covered, from 0 to below 1.

    Generic words add at most as much as specific ones: they prove nothing on their own.
    """
    weights, found = WEIGHTS.coverage, pairs.found
    words, characters = weights["words"], weights["characters"]
    specific = words * found[:, Group.WORDS] + characters * found[:, Group.CHARACTERS]
    generic = (
        words * found[:, Group.GENERIC_WORDS] + characters * found[:, Group.GENERIC_CHARACTERS]
    )
    return np.where(pairs.only_generic, generic, specific + np.minimum(generic, specific))


def reached_by(covered: Column) -> Column:
    """Return the share of the points that a coverage earns: steep at first, never level."""
    half = WEIGHTS.coverage["half"]
    return np.asarray((1 + half) * covered / (half + covered))


def evidence_of(covered: Column, similarities: Column) -> Column:
    """Return how much two texts have to do with each other; from 1 on it is enough."""
    weights = WEIGHTS.evidence
    both = covered / weights["coverage"] + np.maximum(0.0, similarities) / weights["meaning"]
    return np.where(np.isnan(similarities), covered / weights["words"], both)


def meaning_share(similarities: Column) -> Column:
    """Return how close the texts are, 0 where vectors cannot be compared."""
    return np.clip(np.nan_to_num(similarities) / WEIGHTS.meaning["full"], 0.0, 1.0)


def field_share(pairs: Pairs, *, reached: Column, leanings: Column) -> Column:
    """Return how much of the demand's domains and industries the capability shares.

    What the demand does not declare, the texts say: the industries that both lean to, or where no
    vectors can be compared, how much of the demand is covered.
    """
    has_meaning = ~np.isnan(leanings)
    said = np.where(has_meaning, leanings, reached)
    declared = _declared_share(pairs, otherwise=said)
    suggested = WEIGHTS.field["suggested"]
    return np.where(has_meaning, suggested * said + (1 - suggested) * declared, declared)


def cases_share(pairs: Pairs) -> Column:
    """Return what delivered cases and maturity are worth.

    A first set, batch or version stands for a case where the demand says so.
    """
    by_number = np.array(WEIGHTS.cases["by_number"])
    first = pairs.counts_first & (pairs.capability["first_of_kind"] > 0)
    delivered = by_number[np.minimum(pairs.capability["cases"] + first, len(by_number) - 1)]
    weight: float = WEIGHTS.cases["delivered"]
    return np.asarray(weight * delivered + (1 - weight) * pairs.found[:, Group.MATURITY])


def delivery_share(pairs: Pairs) -> Column:
    """Return whether it can be delivered there, within the budget, and how fresh the word is.

    Place is where the demand is used and where the firm says it delivers, never its own address.
    """
    weights = WEIGHTS.delivery
    is_everywhere = pairs.capability["everywhere"] > 0
    place = np.where(is_everywhere, 1.0, pairs.held(Group.DISTRICTS, otherwise=1.0))
    return np.asarray(
        weights["place"] * place
        + weights["price"] * price_share(pairs)
        + weights["fresh"] * fresh_share(pairs)
    )


def price_share(pairs: Pairs) -> Column:
    """Return 1 when the lowest price is within the budget, 0 when above, a half when unsaid."""
    low, high = pairs.capability["budget_low"], pairs.capability["budget_high"]
    price = np.where(low == NONE, high, low)
    is_unsaid = (pairs.budget == NONE) | (price == NONE)
    return np.where(is_unsaid, 0.5, (price <= pairs.budget).astype(np.float64))


def fresh_share(pairs: Pairs) -> Column:
    """Return how fresh the capability's last confirmation was on the snapshot's day."""
    confirmed = pairs.capability["confirmed_at"]
    age = (pairs.as_of - confirmed) / _DAY
    fresh, stale = WEIGHTS.delivery["fresh_days"], WEIGHTS.delivery["stale_days"]
    share = np.clip((stale - age) / (stale - fresh), 0.0, 1.0)
    return np.where(confirmed == NONE, 0.0, share)


def _declared_share(pairs: Pairs, *, otherwise: Column) -> Column:
    """Return how much of the declared domains and industries the capability declares too.

    Another field of the same industry counts in part; who holds a field holds its industry.
    """
    domains = pairs.held(Group.DOMAINS, otherwise=otherwise)
    part = WEIGHTS.field["same_top"]
    industries = (1 - part) * pairs.held(Group.INDUSTRIES, otherwise=otherwise)
    industries = industries + part * pairs.held(Group.TOPS, otherwise=otherwise)
    weight = WEIGHTS.field["domains"]
    return np.asarray(weight * domains + (1 - weight) * industries)


def _damping(length: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a count is damped by: BM25's saturation, more in a longer text."""
    weights = WEIGHTS.coverage
    return np.asarray(weights["saturation"] * (1 - weights["length"] + weights["length"] * length))
