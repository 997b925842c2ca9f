"""What detail and match pages ask: which listings of the other side fit one, and why."""

from __future__ import annotations

from search import statistics
from search.engine import builds
from search.matching import Matcher


def matcher() -> Matcher:
    """Return the matcher of the serving build; EngineUnavailable where nobody can answer."""
    engine = builds().current()
    return Matcher(engine, statistics.scorer_of(engine))
