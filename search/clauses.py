"""Which clauses of a pair say the same: passages compared by their vectors, both as they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.documents import ListingDocument
from search.encoders.protocol import Role
from search.explanation import ClausePair, Explanation, Span
from search.passages import Passage, passages
from search.vectors import ListingVectors, vectors_of

if TYPE_CHECKING:
    from search.meaning import Meaning

MOST = 3
"""How many pairs of clauses are shown."""

LEAST = 2.5
"""Spreads above pairs drawn at random from which on two clauses are about related things."""

_LONGEST = 160
"""Characters of a clause: passages of a long text are joined, and only their first are shown."""

_BORDERS = "。；！？，、;!?,\n"


def with_clauses(
    explained: Sequence[tuple[Explanation, ListingDocument, ListingDocument]],
    meaning: Meaning | None,
) -> list[Explanation]:
    """Return explanations of pairs with their best clauses, the vectors read in one go.

    What was compared by words alone stays as it is.
    """
    keys = {
        document.key
        for explanation, *both in explained
        if explanation.tier != "words"
        for document in both
    }
    if meaning is None or not keys:
        return [explanation for explanation, _demand, _capability in explained]
    vectors = vectors_of(sorted(keys), meaning.model)
    return [
        replace(explanation, clauses=closest(demand, capability, vectors=vectors, meaning=meaning))
        for explanation, demand, capability in explained
    ]


def closest(
    demand: ListingDocument,
    capability: ListingDocument,
    *,
    vectors: Mapping[str, ListingVectors],
    meaning: Meaning,
) -> tuple[ClausePair, ...]:
    """Return the clauses that are nearest to each other, none twice; none without vectors."""
    asked = _sides(demand, vectors, role=Role.DEMAND, meaning=meaning)
    offered = _sides(capability, vectors, role=Role.CAPABILITY, meaning=meaning)
    if asked is None or offered is None:
        return ()
    cosines = asked[1].astype(np.float64) @ offered[1].astype(np.float64).T
    near = meaning.calibration.standardised(cosines)
    return tuple(
        ClausePair(
            demand=_span(asked[0][left]),
            capability=_span(offered[0][right]),
            asked=_said(demand, asked[0][left]),
            offered=_said(capability, offered[0][right]),
            similarity=round(float(near[left, right]), 2),
        )
        for left, right in _best(near)
    )


def _sides(
    document: ListingDocument,
    vectors: Mapping[str, ListingVectors],
    *,
    role: Role,
    meaning: Meaning,
) -> tuple[tuple[Passage, ...], NDArray[np.float32]] | None:
    """Return a listing's clauses below its title with their vectors; None where it has none.

    The title stands at the head of each, so it would say nothing to compare it by itself.
    """
    held = vectors.get(document.key)
    cut = passages(document)
    if held is None or len(held.passages) != len(cut):
        return None
    kept = [at for at, one in enumerate(cut) if one.part != "title"]
    if not kept:
        return None
    return tuple(cut[at] for at in kept), meaning.calibration.centred(held.passages[kept], role)


def _best(near: NDArray[np.float64]) -> Collection[tuple[int, int]]:
    """Return the places of the nearest, best first, each row and column once."""
    found: dict[int, int] = {}
    for at in np.argsort(-near, axis=None, kind="stable"):
        left, right = divmod(int(at), near.shape[1])
        if len(found) == MOST or near[left, right] < LEAST:
            break
        if left not in found and right not in found.values():
            found[left] = right
    return list(found.items())


def _span(passage: Passage) -> Span:
    return Span(passage.part, passage.start, passage.end)


def _said(document: ListingDocument, passage: Passage) -> str:
    """Return a clause as it stands; of a long one what comes before the last border that fits."""
    whole: str = getattr(document, passage.part)
    said = whole[passage.start : passage.end].strip()
    if len(said) <= _LONGEST:
        return said
    border = max(said.rfind(one, 0, _LONGEST) for one in _BORDERS)
    return f"{said[: border if border > 0 else _LONGEST]}…"
