"""Ranking bids from score sheets: pure, in decimals, with every step of the computation kept.

A criterion's scores become a mean (trimmed where the rules say so), rounded half up to two places;
means weigh into points, points sum up to a total of two places. Bids with a mean below the least
score of a criterion are not ranked. Equal totals are told apart by the published rule: the mean of
the heaviest criterion first, then the next, then the lower price where the rules say so. What is
still equal waits for the chair's order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Final

PLACES: Final = Decimal("0.01")
"""Means and totals are rounded to this."""

TOP: Final = Decimal(100)
LEAST_TO_TRIM: Final = 3
"""Fewer sheets are never trimmed: nothing would be left."""

FAR: Final = Decimal("0.2")
"""A score this share of the scale away from the median is pointed out as an outlier."""

Scores = Mapping[str, Mapping[str, Decimal]]
"""A sheet: for each bid the score of each criterion."""


class RankingError(ValueError):
    """What is to be ranked is incomplete or beyond the rules; `code` says how."""

    def __init__(self, code: str, about: str = "") -> None:
        """Hold a stable code, and what it is about."""
        super().__init__(f"{code}: {about}")
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion: weight in percent, the least mean that it asks for, and its scale."""

    key: str
    weight: Decimal
    minimum: Decimal | None = None
    top: Decimal = TOP


@dataclass(frozen=True, slots=True)
class Ruling:
    """How means are made, and what tells equal totals apart."""

    trims_from: int | None = None
    price_breaks_ties: bool = False


@dataclass(frozen=True, slots=True)
class Entrant:
    """A bid: its price, and by criterion the score that the panel agreed on, where there is one."""

    key: str
    price: Decimal | None = None
    agreed: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A criterion of a bid: the scores in order, what was dropped, mean, value and points."""

    criterion: str
    scores: tuple[Decimal, ...]
    dropped: tuple[Decimal, ...]
    mean: Decimal
    agreed: Decimal | None
    value: Decimal
    points: Decimal
    is_below: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A bid in the result; without a rank where it is below the least score of a criterion."""

    bid: str
    cells: tuple[Cell, ...]
    total: Decimal
    rank: int | None = None
    tie: str = ""
    """What told it apart from an equal total: `criterion`, `price` or `chair`; else nothing."""

    @property
    def below(self) -> tuple[str, ...]:
        """Return the criteria whose least score it does not reach."""
        return tuple(cell.criterion for cell in self.cells if cell.is_below)


@dataclass(frozen=True, slots=True)
class Result:
    """The bids in their order, those without a rank last; `open_ties` wait for an order."""

    lines: tuple[Line, ...]
    open_ties: tuple[tuple[str, ...], ...] = ()


def ranked(
    measures: Sequence[Measure],
    entrants: Sequence[Entrant],
    *,
    sheets: Sequence[Scores],
    ruling: Ruling,
    order: Sequence[str] = (),
) -> Result:
    """Return the bids ranked by the sheets; RankingError where something is missing or beyond.

    `order` holds bids as the chair ordered those that the rules cannot tell apart.
    """
    _refuse_faulty(measures, entrants, sheets=sheets)
    lines = [_line(one, measures, sheets=sheets, ruling=ruling) for one in entrants]
    prices = {one.key: one.price for one in entrants}
    able = [line for line in lines if not line.below]
    keys = {
        line.bid: _strength(line, measures, prices=prices if ruling.price_breaks_ties else None)
        for line in able
    }
    given = {bid: place for place, bid in enumerate(order)}
    undecided = len(given)
    able.sort(key=lambda line: (keys[line.bid], given.get(line.bid, undecided), line.bid))
    open_ties = tuple(_open_ties(able, keys, given=given))
    out = sorted((line for line in lines if line.below), key=lambda one: (-one.total, one.bid))
    placed = _placed(able, open_ties)
    told = [_told_apart(line, able, keys=keys, measures=len(measures)) for line in placed]
    return Result((*told, *out), open_ties)


def mean_of(scores: Sequence[Decimal], *, ruling: Ruling) -> tuple[Decimal, tuple[Decimal, ...]]:
    """Return the mean of scores as ruled, and which of them were dropped."""
    ordered = sorted(scores)
    least = ruling.trims_from
    trims = least is not None and len(ordered) >= max(least, LEAST_TO_TRIM)
    kept = ordered[1:-1] if trims else ordered
    dropped = (ordered[0], ordered[-1]) if trims else ()
    return rounded(sum(kept, Decimal(0)) / len(kept)), dropped


def rounded(value: Decimal) -> Decimal:
    """Return a value to two places, halves up."""
    return value.quantize(PLACES, rounding=ROUND_HALF_UP)


def outliers(scores: Mapping[str, Decimal], *, top: Decimal = TOP) -> set[str]:
    """Return whose score lies at least a fifth of the scale from the median, of three or more."""
    if len(scores) < LEAST_TO_TRIM:
        return set()
    middle = median(scores.values())
    return {name for name, score in scores.items() if abs(score - middle) >= FAR * top}


def _refuse_faulty(
    measures: Sequence[Measure], entrants: Sequence[Entrant], *, sheets: Sequence[Scores]
) -> None:
    if not sheets:
        raise RankingError("no_sheets")
    if not measures:
        raise RankingError("no_criteria")
    for one in measures:
        if one.weight <= 0:
            raise RankingError("weight", one.key)
    doubled = [key for key, count in Counter(one.key for one in entrants).items() if count > 1]
    if doubled:
        raise RankingError("twice", doubled[0])
    for entrant in entrants:
        for one in measures:
            _refuse_scores(entrant, one, sheets=sheets)


def _refuse_scores(entrant: Entrant, measure: Measure, *, sheets: Sequence[Scores]) -> None:
    about = f"{entrant.key} {measure.key}"
    found = [sheet.get(entrant.key, {}).get(measure.key) for sheet in sheets]
    scores = [score for score in found if score is not None]
    if len(scores) < len(found):
        raise RankingError("missing", about)
    agreed = entrant.agreed.get(measure.key)
    for score in [*scores, *([] if agreed is None else [agreed])]:
        if not score.is_finite() or not 0 <= score <= measure.top:
            raise RankingError("scale", about)


def _line(
    entrant: Entrant, measures: Sequence[Measure], *, sheets: Sequence[Scores], ruling: Ruling
) -> Line:
    cells = tuple(_cell(entrant, one, sheets=sheets, ruling=ruling) for one in measures)
    return Line(entrant.key, cells, rounded(sum((cell.points for cell in cells), Decimal(0))))


def _cell(entrant: Entrant, measure: Measure, *, sheets: Sequence[Scores], ruling: Ruling) -> Cell:
    scores = tuple(sorted(sheet[entrant.key][measure.key] for sheet in sheets))
    mean, dropped = mean_of(scores, ruling=ruling)
    agreed = entrant.agreed.get(measure.key)
    value = mean if agreed is None else rounded(agreed)
    points = value * measure.weight / measure.top
    is_below = measure.minimum is not None and value < measure.minimum
    return Cell(measure.key, scores, dropped, mean, agreed, value, points, is_below)


def _strength(
    line: Line, measures: Sequence[Measure], *, prices: Mapping[str, Decimal | None] | None
) -> tuple[Decimal, ...]:
    """Return what bids are ordered by, the best first: total, heavier criteria, then price."""
    values = {cell.criterion: cell.value for cell in line.cells}
    heavier = sorted(measures, key=lambda one: -one.weight)
    price = None if prices is None else prices[line.bid]
    unknown = Decimal("Infinity")
    by_price = () if prices is None else (unknown if price is None else price,)
    return (-line.total, *(-values[one.key] for one in heavier), *by_price)


def _open_ties(
    able: Sequence[Line], keys: Mapping[str, tuple[Decimal, ...]], *, given: Mapping[str, int]
) -> Iterable[tuple[str, ...]]:
    groups: defaultdict[tuple[Decimal, ...], list[str]] = defaultdict(list)
    for line in able:
        groups[keys[line.bid]].append(line.bid)
    for bids in groups.values():
        if len(bids) > 1 and not all(bid in given for bid in bids):
            yield tuple(bids)


def _placed(able: Sequence[Line], open_ties: Sequence[tuple[str, ...]]) -> list[Line]:
    """Return the lines with their ranks; those of an open tie share the first of theirs."""
    places = {line.bid: place for place, line in enumerate(able, start=1)}
    shared = {bid: min(places[one] for one in group) for group in open_ties for bid in group}
    return [replace(line, rank=shared.get(line.bid, places[line.bid])) for line in able]


def _told_apart(
    line: Line,
    able: Sequence[Line],
    *,
    keys: Mapping[str, tuple[Decimal, ...]],
    measures: int,
) -> Line:
    equals = [keys[one.bid] for one in able if one.total == line.total and one.bid != line.bid]
    own = keys[line.bid]
    if not equals:
        return line
    if own in equals:
        return replace(line, tie="chair")
    by_criteria = measures + 1
    is_by_price = any(own[:by_criteria] == one[:by_criteria] for one in equals)
    return replace(line, tie="price" if is_by_price else "criterion")
