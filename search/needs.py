"""What a demand asks for as numbers: each token with its share, found in many listings at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from search import packing
from search.coverage import Asked, Weighted
from search.packing import Shelf, token_id
from search.profiles import Profile
from search.weights import WEIGHTS

_LOW = 2**16


class Group(IntEnum):
    """What is added up apart: a share of the text that is found, or facts that are held."""

    WORDS = 0
    GENERIC_WORDS = 1
    CHARACTERS = 2
    GENERIC_CHARACTERS = 3
    DOMAINS = 4
    INDUSTRIES = 5
    TOPS = 6
    DISTRICTS = 7
    QUALIFICATIONS = 8
    MATURITY = 9


_FACTS = {
    "domains": (packing.DOMAIN, Group.DOMAINS),
    "industries": (packing.INDUSTRY, Group.INDUSTRIES),
    "industry_tops": (packing.TOP, Group.TOPS),
    "districts": (packing.DISTRICT, Group.DISTRICTS),
    "qualifications": (packing.QUALIFICATION, Group.QUALIFICATIONS),
}

_Token = tuple[int, int, float]
"""A token, its group and what it is worth there."""


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """The tokens that a demand asks for, sorted, with their groups and what each is worth.

    `sizes` says how many facts of each group it asks for; budgets are packing.NONE where unsaid.
    """

    tokens: NDArray[np.uint64]
    groups: NDArray[np.intp]
    shares: NDArray[np.float64]
    sizes: NDArray[np.float64]
    only_generic: bool
    counts_first: bool
    budget: int


def need_of(demand: Profile, asked: Asked) -> Need:
    """Return what a demand asks for."""
    rows = sorted(_tokens(demand, asked))
    tokens, groups, shares = zip(*rows, strict=True)
    sizes = np.zeros(len(Group))
    for name, (_kind, group) in _FACTS.items():
        sizes[group] = len(set(demand.names(name)))
    sizes[Group.TOPS] = len(demand.names("industry_tops"))
    high = demand.column("budget_high")
    return Need(
        tokens=np.array(tokens, np.uint64),
        groups=np.array(groups, np.intp),
        shares=np.array(shares, np.float64),
        sizes=sizes,
        only_generic=asked.only_generic,
        counts_first=bool(demand.column("first_of_kind")),
        budget=demand.column("budget_low") if high == packing.NONE else high,
    )


def _tokens(demand: Profile, asked: Asked) -> Iterator[_Token]:
    yield from _worded(asked.words, packing.WORD, group=Group.WORDS)
    yield from _worded(asked.characters, packing.CHARACTER, group=Group.CHARACTERS)
    for name, (kind, group) in _FACTS.items():
        names = demand.names(name)
        for one in set(names):
            # Several fields of one industry count each, where it is held.
            worth = names.count(one) if group is Group.TOPS else 1
            yield token_id(kind, one), group, float(worth)
    for name, share in WEIGHTS.cases["maturity"].items():
        yield token_id(packing.MATURITY, name), Group.MATURITY, share


def _worded(asked: Sequence[Weighted], kind: str, *, group: Group) -> Iterator[_Token]:
    for one in asked:
        yield token_id(kind, one.text), group + one.generic, one.share


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Which of the asked tokens stand where: the pair's row, the group, the worth, the count."""

    rows: NDArray[np.intp]
    groups: NDArray[np.intp]
    shares: NDArray[np.float64]
    counts: NDArray[np.float64]

    def added_up(self, damping: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a row for each pair and a column for each group.

        `damping` has a row for each pair: what counts of words and of characters are damped by. A
        pair's sums do not depend on the others: each adds its tokens in their order.
        """
        is_text = self.groups <= Group.GENERIC_CHARACTERS
        damped = damping[self.rows, np.where(is_text, self.groups // 2, 0)]
        values = np.where(is_text, self.shares * self.counts / (self.counts + damped), self.shares)
        size = len(damping) * len(Group)
        found = np.bincount(self.rows * len(Group) + self.groups, values, size)
        return found.reshape(len(damping), len(Group)).astype(np.float64)


def found_in(need: Need, shelf: Shelf) -> Found:
    """Return which tokens of one demand stand in which listings of a shelf."""
    columns = shelf.columns
    asked = np.zeros(_LOW, bool)
    asked[need.tokens % _LOW] = True
    likely = np.flatnonzero(asked[columns.pieces[:, 0]])
    at = _places(need.tokens, columns.tokens(likely))
    likely, at = likely[at >= 0], at[at >= 0]
    return Found(
        columns.rows[likely],
        need.groups[at],
        need.shares[at],
        columns.counts[likely].astype(np.float64),
    )


def found_of(needs: Sequence[Need], shelf: Shelf) -> Found:
    """Return which tokens of many demands stand in the one listing of a shelf."""
    columns = shelf.columns
    tokens = np.concatenate([need.tokens for need in needs])
    at = _places(columns.tokens(), tokens)
    stands = at >= 0
    rows = np.repeat(np.arange(len(needs)), [len(need.tokens) for need in needs])
    return Found(
        rows[stands],
        np.concatenate([need.groups for need in needs])[stands],
        np.concatenate([need.shares for need in needs])[stands],
        columns.counts[at[stands]].astype(np.float64),
    )


def _places(ordered: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return where each wanted token stands among sorted ones, -1 where it does not."""
    if not len(ordered):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[at] == wanted, at, -1)
