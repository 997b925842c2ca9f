"""The first pages of a typed search, in the order of the formula for typed texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from search import statistics
from search.encoding import encoder, query_vector
from search.engines.protocol import Engine, EngineUnavailable, ListSearch, Sort, TextQuery
from search.search_ranking import SearchRanking, TypedText
from search.vectors import vectors_held

REACH = 60
"""How many hits are ordered by the formula; those behind them stay in the engine's order."""


def is_reordered(asked: ListSearch) -> bool:
    """Return whether a page shows hits by relevance that the formula can tell apart.

    A typed code has the engine's order, which puts first what holds it.
    """
    text = asked.text
    return (
        text is not None
        and not text.first
        and bool(text.clauses)
        and asked.sort is Sort.RELEVANCE
        and asked.offset + asked.limit <= REACH
    )


def ordered(engine: Engine, keys: Sequence[str], *, typed: str, text: TextQuery) -> list[str]:
    """Return the keys, best first; as they came where the build has no statistics yet."""
    try:
        ranking, vector = ranking_for(engine, typed)
    except EngineUnavailable:
        return list(keys)
    scored = ranking.scored(TypedText(typed=typed, query=text, vector=vector), keys)
    best = dict.fromkeys(key for key, _ in scored)
    # What was hidden in between keeps a place, as in the count.
    return list(best | dict.fromkeys(keys))


def ranking_for(engine: Engine, typed: str) -> tuple[SearchRanking, NDArray[np.float32] | None]:
    """Return what ranks listings for a typed text, and the text's vector where there is one.

    It is compared by meaning where its vector is there in time, and by the model that the
    statistics know: after another was chosen, words decide until they are taken anew.
    EngineUnavailable where the build has no statistics yet.
    """
    snapshot = statistics.scorer_of(engine).snapshot
    meaning = snapshot.meaning
    vectors = None if meaning is None else partial(vectors_held, model=meaning.model, engine=engine)
    chosen = encoder()
    is_known = meaning is not None and chosen is not None and chosen.id == meaning.model
    vector = query_vector(typed) if is_known else None
    return SearchRanking(engine, snapshot, vectors=vectors), vector
