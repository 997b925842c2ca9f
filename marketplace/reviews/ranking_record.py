"""The record of a ranking: what went in, what came out, and the same computation once more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from marketplace.core.canonical import canonical_json
from marketplace.reviews.ranking import TOP, Entrant, Measure, RankingError, Ruling, ranked

if TYPE_CHECKING:
    from marketplace.bids.models import Bid
    from marketplace.challenges.models import Challenge
    from marketplace.reviews.models import Finding, ReviewRound, Sheet
    from marketplace.reviews.ranking import Cell, Line, Result, Scores

    Agreed = dict[str, dict[str, Finding]]
    """The chair's findings by receipt and criterion."""

_FORMAT: Final = 1


def result_of(
    challenge: Challenge,
    bids: Sequence[Bid],
    *,
    sheets: Sequence[Scores],
    agreed: Agreed,
    order: Sequence[str] = (),
) -> Result:
    """Return the ranking of a challenge's bids by its own rules; RankingError as `ranked`."""
    entrants = [_entrant(bid, agreed.get(bid.receipt, {})) for bid in bids]
    return ranked(
        measures_of(challenge), entrants, sheets=sheets, ruling=ruling_of(challenge), order=order
    )


def measures_of(challenge: Challenge) -> list[Measure]:
    """Return the criteria of a challenge as the ranking takes them."""
    rows = challenge.criteria.order_by("position")
    return [Measure(str(one.pk), one.weight, one.minimum, Decimal(one.top)) for one in rows]


def ruling_of(challenge: Challenge) -> Ruling:
    """Return how a challenge's rules make means and tell equal totals apart."""
    return Ruling(challenge.trims_from, challenge.price_breaks_ties)


def put_on_record(
    review: ReviewRound, result: Result, *, agreed: Agreed, sheets: Sequence[Sheet]
) -> dict[str, Any]:
    """Return everything that the ranking rests on, and its lines, as plain values."""
    challenge = review.panel.challenge
    criteria = challenge.criteria.order_by("position")
    content = {
        "format": _FORMAT,
        "challenge": challenge.demand.lifecycle.number,
        "round": review.number,
        "rules": {
            "trims_from": challenge.trims_from,
            "price_breaks_ties": challenge.price_breaks_ties,
        },
        "criteria": [
            {
                "key": str(one.pk),
                "name": one.name,
                "weight": one.weight,
                "minimum": one.minimum,
                "top": one.top,
            }
            for one in criteria
        ],
        "prices": {line.bid: _price(line.bid, review) for line in result.lines},
        "sheets": [
            {
                "expert": sheet.seat.expert.code,
                "version": sheet.number,
                "digest": sheet.digest,
                "bids": sheet.marks,
            }
            for sheet in sheets
        ],
        "findings": {bid: _findings(found) for bid, found in agreed.items()},
        "lines": [line_as_plain(line) for line in result.lines],
    }
    plain: dict[str, Any] = json.loads(canonical_json(content))
    return plain


def recomputed(record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the lines that follow from a record alone, None where nothing can follow from it."""
    measures = [
        Measure(one["key"], Decimal(one["weight"]), _number(one["minimum"]), scale_of(one))
        for one in record["criteria"]
    ]
    sheets = [
        {
            bid: {key: Decimal(mark["score"]) for key, mark in marks.items()}
            for bid, marks in sheet["bids"].items()
        }
        for sheet in record["sheets"]
    ]
    entrants = [
        Entrant(line["bid"], _number(record["prices"][line["bid"]]), _agreed(record, line["bid"]))
        for line in record["lines"]
    ]
    try:
        result = ranked(
            measures,
            entrants,
            sheets=sheets,
            ruling=Ruling(**record["rules"]),
            order=record["order"]["bids"],
        )
    except RankingError:
        return None
    return [line_as_plain(line) for line in result.lines]


def scale_of(criterion: Mapping[str, Any]) -> Decimal:
    """Return the highest score of a recorded criterion; before scales were ruled a hundred."""
    return Decimal(criterion.get("top", TOP))


def line_as_plain(line: Line) -> dict[str, Any]:
    """Return a line of a ranking as plain values."""
    said = {
        "bid": line.bid,
        "rank": line.rank,
        "total": line.total,
        "tie": line.tie,
        "cells": [_cell(cell) for cell in line.cells],
    }
    plain: dict[str, Any] = json.loads(canonical_json(said))
    return plain


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "criterion": cell.criterion,
        "scores": cell.scores,
        "dropped": cell.dropped,
        "mean": cell.mean,
        "agreed": cell.agreed,
        "value": cell.value,
        "points": cell.points,
        "is_below": cell.is_below,
    }


def _entrant(bid: Bid, found: Mapping[str, Finding]) -> Entrant:
    agreed = {key: one.agreed for key, one in found.items() if one.agreed is not None}
    return Entrant(bid.receipt, price_of(bid), agreed)


def price_of(bid: Bid) -> Decimal | None:
    """Return the public money that a bid asks for, None where it says none."""
    return _number(bid.content.get("public_money"))


def _price(receipt: str, review: ReviewRound) -> Decimal | None:
    return price_of(review.panel.challenge.bids.get(receipt=receipt))


def _findings(found: Mapping[str, Finding]) -> dict[str, dict[str, object]]:
    return {
        key: {"note": one.note, "agreed": one.agreed, "reason": one.reason}
        for key, one in found.items()
    }


def _agreed(record: Mapping[str, Any], bid: str) -> dict[str, Decimal]:
    found = record["findings"].get(bid, {})
    return {key: Decimal(one["agreed"]) for key, one in found.items() if one["agreed"] is not None}


def _number(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
