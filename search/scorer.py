"""One score for a pair: a function of the demand, the capability and the snapshot, and no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from search.coverage import Asked, asked_by
from search.needs import Need, found_in, found_of, need_of
from search.packing import Shelf
from search.profiles import Profile
from search.shares import Pairs, shares_of
from search.snapshot import Snapshot
from search.weights import WEIGHTS

_REMEMBERED = 4_096
_DIGITS = 6


class Tier(StrEnum):
    """What was compared: the words of both texts, or what they mean too."""

    WORDS = "words"
    MEANING = "meaning"

    @property
    def parts(self) -> Mapping[str, float]:
        """The points of each part, in the order of drawing."""
        return WEIGHTS.parts if self is Tier.MEANING else WEIGHTS.parts_of_words


@dataclass(frozen=True, slots=True)
class Compared:
    """What the vectors of a pair say: spreads above a pair drawn at random, shared leanings."""

    similarity: float
    leanings: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """What vectors say of many pairs, not a number where there are none to compare."""

    similarities: NDArray[np.float64]
    leanings: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a pair by part of its tier, adding up to `total` of 100, and what they rest on.

    `evidence` says how much the texts have to do with each other: 1 and more is enough.
    """

    total: float
    points: tuple[float, ...]
    coverage: float
    evidence: float
    tier: Tier = Tier.WORDS
    similarity: float | None = None

    @property
    def level(self) -> str:
        """Return how well the pair fits: `strong`, `fair` or `weak`."""
        for level, least in WEIGHTS.levels.items():
            if self.total >= least["total"] and self.evidence >= least["evidence"]:
                return level
        return "weak"

    @property
    def is_match(self) -> bool:
        """Return whether the texts have anything to do with each other."""
        name = "least" if self.tier is Tier.MEANING else "least_words"
        return self.evidence >= WEIGHTS.evidence[name]


class Scorer:
    """Scores pairs by one snapshot; it remembers what demands ask for.

    One or many at once, a pair has the same score: nothing in it depends on the others.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._needs: OrderedDict[Profile, tuple[Asked, Need]] = OrderedDict()

    def asked(self, demand: Profile) -> Asked:
        """Return what a demand asks for, weighted by the snapshot."""
        return self._need(demand)[0]

    def score(
        self, demand: Profile, capability: Profile, *, compared: Compared | None = None
    ) -> Score:
        """Return the score of a pair, each part rounded to a millionth of a point.

        Where vectors cannot be compared, the words have the points. Cases, delivery and
        qualifications count only as far as the texts have to do with each other.
        """
        values = (compared.similarity, compared.leanings) if compared else (np.nan, np.nan)
        similarity, leanings = (np.array([value], np.float64) for value in values)
        seen = Comparisons(similarity, leanings)
        return self.scores(demand, capability.shelf, compared=seen)[0]

    def scores(self, demand: Profile, shelf: Shelf, *, compared: Comparisons) -> list[Score]:
        """Return the score of a demand with each capability of a shelf."""
        if not len(shelf):
            return []
        need = self._need(demand)[1]
        pairs = Pairs([need], shelf, found=found_in(need, shelf), snapshot=self.snapshot)
        return list(_scores(pairs, compared))

    def scores_of(
        self, demands: Sequence[Profile], capability: Profile, *, compared: Comparisons
    ) -> list[Score]:
        """Return the score of each demand with one capability."""
        if not demands:
            return []
        needs, shelf = [self._need(demand)[1] for demand in demands], capability.shelf
        pairs = Pairs(needs, shelf, found=found_of(needs, shelf), snapshot=self.snapshot)
        return list(_scores(pairs, compared))

    def _need(self, demand: Profile) -> tuple[Asked, Need]:
        kept = self._needs.get(demand)
        if kept is None:
            asked = asked_by(demand, self.snapshot)
            kept = self._needs[demand] = (asked, need_of(demand, asked))
            if len(self._needs) > _REMEMBERED:
                self._needs.popitem(last=False)
        return kept


def _scores(pairs: Pairs, compared: Comparisons) -> Iterator[Score]:
    """Yield the score of each pair."""
    shares = shares_of(pairs, similarities=compared.similarities, leanings=compared.leanings)
    has_meaning = ~np.isnan(compared.similarities)
    columns = {
        part: np.round(
            np.where(
                has_meaning, WEIGHTS.parts.get(part, 0.0), WEIGHTS.parts_of_words.get(part, 0.0)
            )
            * share,
            _DIGITS,
        )
        for part, share in shares.parts.items()
    }
    totals = np.round(sum(columns.values()), _DIGITS)
    values = {name: column.tolist() for name, column in columns.items()}
    points = {tier: list(zip(*(values[part] for part in tier.parts), strict=True)) for tier in Tier}
    rest = (
        totals,
        np.round(shares.covered, _DIGITS),
        np.round(shares.evidence, _DIGITS),
        compared.similarities,
        has_meaning,
    )
    rows = zip(*(column.tolist() for column in rest), strict=True)
    for at, (total, covered, evidence, similarity, has) in enumerate(rows):
        tier = Tier.MEANING if has else Tier.WORDS
        yield Score(total, points[tier][at], covered, evidence, tier, similarity if has else None)
