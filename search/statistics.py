"""The statistics in force: taken from a build, kept as a row, named by the build's mark."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from marketplace.core import clock
from search import bigrams, calibration, meaning, snapshot
from search.bigrams import Bigrams
from search.chunks import chunks
from search.encoders.protocol import EncoderError
from search.encoding import encoder
from search.engines.protocol import Engine, EngineUnavailable
from search.meaning import Meaning
from search.models import Statistics
from search.profiles import Profile
from search.scorer import Scorer
from search.snapshot import KIND
from search.vectors import listing_vectors_of, states_of

logger = logging.getLogger(__name__)

_CHUNK = 500
_GROWTH = 0.2
_LEAST_GROWTH = 5
_DAYS = 7
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def renew(engine: Engine) -> str:
    """Take new statistics of all visible listings of a build, let it name them, return their id."""
    visible = [held.key for held in engine.held() if held.visible]
    meaning = _meaning(visible, engine.mark().statistics)
    taken = snapshot.take(
        _profiles(engine, visible), _today(), meaning=meaning, counted=_bigrams(engine, visible)
    )
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
    """Return whether they are of an older kind or a week old, or listings have grown by a fifth.

    Vectors that have grown by a fifth make them stale too.
    """
    name = engine.mark().statistics
    row = Statistics.objects.filter(pk=name).defer("content").first()
    if row is None:
        return True
    if (_today() - row.as_of).days >= _DAYS or _has_grown(row.documents, engine.count()):
        return True
    taken = _scorer(name).snapshot
    if taken.kind != KIND:
        return True
    chosen = encoder()
    if chosen is None:
        return False
    known = taken.meaning
    before = known.listings if known is not None and known.model == chosen.id else 0
    return _has_grown(before, len(states_of(chosen.id)))


def _has_grown(before: int, now: int) -> bool:
    change = abs(now - before)
    return change >= _LEAST_GROWTH and change > _GROWTH * before


def _meaning(visible: Sequence[str], name: str) -> Meaning | None:
    """Return what vectors of visible listings need to be compared; None where there are none yet.

    The model reads the industries once; `name` says where they stand since.
    """
    chosen = encoder()
    if chosen is None:
        return None
    sides = [
        listing_vectors_of(
            calibration.sampled(key for key in visible if key.startswith(kind)), model
        )
        for kind, model in (("demand:", chosen.id), ("capability:", chosen.id))
    ]
    if not all(sides):
        return None
    before = _scorer(name).snapshot if Statistics.objects.filter(pk=name).exists() else None
    known = before.meaning if before is not None and before.kind == KIND else None
    try:
        industries = (
            known.industries
            if known is not None and known.model == chosen.id
            else meaning.industry_vectors(chosen)
        )
    except EncoderError as error:
        logger.warning("the industries could not be encoded: %s", error)
        return None
    return meaning.measure(
        *sides, model=chosen.id, industries=industries, listings=len(states_of(chosen.id))
    )


def scorer_of(engine: Engine) -> Scorer:
    """Return the scorer by a build's statistics; EngineUnavailable where it has none."""
    return _scorer(engine.mark().statistics)


@lru_cache(maxsize=2)
def _scorer(name: str) -> Scorer:
    row = Statistics.objects.filter(pk=name).first()
    if row is None:
        raise EngineUnavailable("the build has no statistics yet")
    return Scorer(snapshot.from_bytes(bytes(row.content)))


def _bigrams(engine: Engine, visible: Sequence[str]) -> Bigrams:
    sample = bigrams.sampled(visible)
    return bigrams.count(
        document for keys in chunks(sample, _CHUNK) for document in engine.documents(keys).values()
    )


def _profiles(engine: Engine, visible: Sequence[str]) -> Iterator[Profile]:
    for keys in chunks(visible, _CHUNK):
        yield from engine.profiles(keys).values()


def _today() -> date:
    return clock.now().astimezone(_SHANGHAI).date()
