"""Signed sheets side by side: for each bid a table of criteria by members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.reviews.ranking import outliers


@dataclass(frozen=True, slots=True)
class Scored:
    """A member's score of one bid by one criterion."""

    code: str
    score: Decimal
    comment: str
    is_outlier: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion of a bid with the scores of the members, in the order of their places."""

    key: str
    name: str
    scores: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A bid, as it is called on the page, with its criteria."""

    bid: str
    label: str
    rows: tuple[Judged, ...]


def side_by_side(
    sheets: Iterable[tuple[str, Mapping[str, Any]]],
    bids: Sequence[tuple[str, str]],
    *,
    criteria: Sequence[tuple[str, str, Decimal]],
    flags: bool,
) -> list[Compared]:
    """Return the tables of bids (receipt and label) from sheets (code and marks by receipt).

    A criterion is its key, name and highest score. With `flags` scores that lie far from the
    others are marked.
    """
    read = list(sheets)
    return [
        Compared(
            receipt,
            label,
            tuple(
                Judged(key, name, tuple(_scored(read, receipt, key=key, top=top * flags)))
                for key, name, top in criteria
            ),
        )
        for receipt, label in bids
    ]


def _scored(
    sheets: Sequence[tuple[str, Mapping[str, Any]]], receipt: str, *, key: str, top: Decimal
) -> Iterable[Scored]:
    """Yield the scores of a bid; those far from the others are marked where `top` is not nought."""
    found = {code: marks[receipt][key] for code, marks in sheets if key in marks.get(receipt, {})}
    scores = {code: Decimal(mark["score"]) for code, mark in found.items()}
    far = outliers(scores, top=top) if top else set()
    for code, mark in found.items():
        yield Scored(code, scores[code], mark["comment"], code in far)
