"""The statistics in force: taken from a build, kept as a row, named by the build's mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from marketplace.core import clock
from search import snapshot
from search.chunks import chunks
from search.engines.protocol import Engine, EngineUnavailable
from search.models import Statistics
from search.profiles import Profile
from search.scorer import Scorer

_CHUNK = 500
_GROWTH = 0.2
_LEAST_GROWTH = 5
_DAYS = 7
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def renew(engine: Engine) -> str:
    """Take new statistics of all visible listings of a build, let it name them, return their id."""
    taken = snapshot.take(_profiles(engine), _today())
    Statistics.objects.get_or_create(
        id=taken.id,
        defaults={
            "content": taken.to_bytes(),
            "documents": taken.documents,
            "as_of": taken.as_of,
        },
    )
    engine.set_mark(replace(engine.mark(), statistics=taken.id))
    return taken.id


def are_stale(engine: Engine) -> bool:
    """Return whether the listings have grown by a fifth since, or a week has passed."""
    row = Statistics.objects.filter(pk=engine.mark().statistics).defer("content").first()
    if row is None:
        return True
    change = abs(engine.count() - row.documents)
    has_grown = change >= _LEAST_GROWTH and change > _GROWTH * row.documents
    return has_grown or (_today() - row.as_of).days >= _DAYS


def scorer_of(engine: Engine) -> Scorer:
    """Return the scorer by a build's statistics; EngineUnavailable where it has none."""
    return _scorer(engine.mark().statistics)


@lru_cache(maxsize=2)
def _scorer(name: str) -> Scorer:
    row = Statistics.objects.filter(pk=name).first()
    if row is None:
        raise EngineUnavailable("the build has no statistics yet")
    return Scorer(snapshot.from_bytes(bytes(row.content)))


def _profiles(engine: Engine) -> Iterator[Profile]:
    visible = (held.key for held in engine.held() if held.visible)
    for keys in chunks(visible, _CHUNK):
        yield from engine.profiles(keys).values()


def _today() -> date:
    return clock.now().astimezone(_SHANGHAI).date()
