"""A ranking's computation as a page shows it: for each bid the criteria, then total and rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


@dataclass(frozen=True, slots=True)
class Step:
    """A criterion of a bid: from the scores to points."""

    name: str
    weight: Decimal
    minimum: Decimal | None
    top: int
    scores: tuple[str, ...]
    dropped: tuple[str, ...]
    mean: Decimal
    agreed: Decimal | None
    points: Decimal
    is_below: bool
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A bid, as it is called on the page, with its steps, total and rank."""

    bid: str
    name: str
    total: Decimal
    rank: int | None
    tie: str
    steps: tuple[Step, ...] = field(default=())


def steps_of(
    lines: Iterable[Mapping[str, Any]],
    *,
    challenge: Challenge,
    names: Mapping[str, str],
    findings: Mapping[str, Any] | None = None,
    hides_scores: bool = False,
) -> list[Reckoned]:
    """Return a record's lines with names of criteria and bids; bids without a name are left out.

    With `hides_scores` the single scores stay away: means alone are shown.
    """
    criteria = {str(one.pk): one for one in challenge.criteria.order_by("position")}
    notes = findings or {}
    return [
        Reckoned(
            line["bid"],
            names[line["bid"]],
            Decimal(line["total"]),
            line["rank"],
            line["tie"],
            tuple(
                _step(
                    cell,
                    criteria[cell["criterion"]],
                    found=notes.get(line["bid"], {}).get(cell["criterion"], {}),
                    hides_scores=hides_scores,
                )
                for cell in line["cells"]
            ),
        )
        for line in lines
        if line["bid"] in names
    ]


def _step(
    cell: Mapping[str, Any], criterion: Any, *, found: Mapping[str, Any], hides_scores: bool
) -> Step:
    agreed = cell["agreed"]
    return Step(
        criterion.name,
        criterion.weight,
        criterion.minimum,
        criterion.top,
        () if hides_scores else tuple(cell["scores"]),
        () if hides_scores else tuple(cell["dropped"]),
        Decimal(cell["mean"]),
        None if agreed is None else Decimal(agreed),
        Decimal(cell["points"]),
        cell["is_below"],
        found.get("note", ""),
        found.get("reason") or "",
    )
