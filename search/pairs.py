"""What detail and match pages ask: which listings of the other side fit one, and why."""

from __future__ import annotations

from functools import partial

from search import statistics, synonyms
from search.engine import builds
from search.matching import Matcher
from search.vectors import vectors_held


def matcher() -> Matcher:
    """Return the matcher of the serving build; EngineUnavailable where nobody can answer."""
    engine = builds().current()
    scorer = statistics.scorer_of(engine)
    meaning = scorer.snapshot.meaning
    vectors = None if meaning is None else partial(vectors_held, model=meaning.model, engine=engine)
    return Matcher(engine, scorer, vectors=vectors, synonyms=synonyms.current())
