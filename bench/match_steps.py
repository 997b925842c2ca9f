"""The steps of `bench.match` that need the portal's own code: run as a program, prints JSON.

`grow ENGINE FIRST LAST` writes capabilities; `ask ENGINE` times matches and the candidate queries
in them; `index ENGINE COUNT` times bulk indexing against the raw engine; `web` says how much memory
a web process has after its first matches.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402 - what follows needs the set-up
from django.conf import settings  # noqa: E402

from bench import match_raw  # noqa: E402
from bench.match_listings import (  # noqa: E402
    DIMENSIONS,
    MODEL,
    NOW,
    capabilities,
    demands,
    row_of,
)
from bench.report import percentile  # noqa: E402
from marketplace.demo.random_vectors import unit_rows  # noqa: E402
from search import meaning, snapshot  # noqa: E402
from search.chunks import chunks  # noqa: E402
from search.encoders.protocol import Role  # noqa: E402
from search.encoding import encoder  # noqa: E402
from search.engines.elasticsearch_builds import ElasticsearchBuilds  # noqa: E402
from search.engines.embedded_builds import EmbeddedBuilds  # noqa: E402
from search.engines.protocol import CandidateQuery, Candidates, Engine  # noqa: E402
from search.filling import BATCH  # noqa: E402
from search.matching import Matcher  # noqa: E402
from search.models import Encoding  # noqa: E402
from search.profiles import analyse, profile_of  # noqa: E402
from search.scorer import Scorer  # noqa: E402
from search.vectors import vectors_held  # noqa: E402

SAMPLE = 4_000
_BUILD = "scale"
_WARM = 5


def grow(name: str, *, first: int, last: int) -> dict[str, float]:
    """Write capabilities to an engine, and their vectors as rows; return the seconds."""
    engine = _engine(name)
    if first == 1:
        engine.write(demands())
    started = time.perf_counter()
    for some in chunks(capabilities(first, last), BATCH):
        engine.write(some)
    seconds = time.perf_counter() - started
    for some in chunks([*demands(), *capabilities(first, last)], BATCH):
        Encoding.objects.bulk_create(map(row_of, some), ignore_conflicts=True)
    return {"seconds": seconds, "visible": engine.count()}


def ask(name: str) -> dict[str, float]:
    """Return what a match takes, and the candidate queries in it alone, in milliseconds."""
    listening = Listening(_engine(name))
    matcher = _matcher(listening)
    documents = demands()
    matches: list[float] = []
    raw: list[float] = []
    found = 0
    for document in [*documents[:_WARM], *documents]:
        matches.append(_seconds(partial(matcher.capabilities_for, document, now=NOW)))
        (query,) = listening.heard
        raw.append(_seconds(partial(listening.engine.candidates, query)))
        found += bool(matcher.capabilities_for(document, now=NOW))
        listening.heard.clear()
    times = {"match": matches[_WARM:], "raw": raw[_WARM:]}
    figures = {
        f"{what}_{share}": 1000 * percentile(values, share / 100)
        for what, values in times.items()
        for share in (50, 95)
    }
    return {**figures, "answered": found / len(matches)}


class Listening:
    """An engine that notes the queries for candidates."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.heard: list[CandidateQuery] = []

    def candidates(self, query: CandidateQuery) -> Candidates:
        """Answer as the engine does."""
        self.heard[:] = [query]
        return self.engine.candidates(query)

    def __getattr__(self, name: str) -> Any:
        """Return whatever else the engine can do."""
        return getattr(self.engine, name)


def index(name: str, count: int) -> dict[str, float]:
    """Return listings per second: ours with all that is done to a text, and the raw engine's."""
    documents = list(capabilities(1, count))
    for document in documents:
        object.__setattr__(document, "encoded", None)
    builds = _builds(name)
    engine = builds.create("ours")

    def ours() -> None:
        for some in chunks(documents, BATCH):
            engine.write(some)

    analyse(documents[0])  # The segmenter reads its dictionary once.
    mine = _seconds(ours)
    raw: Callable[[], object]
    if name == "embedded":
        raw = match_raw.embedded(documents)
    else:
        index = f"{settings.INDEX_PREFIX}-raw"
        raw = match_raw.elasticsearch(documents, url=settings.ELASTICSEARCH_URL, index=index)
    theirs = _seconds(raw)
    builds.drop("ours")
    return {"ours": count / mine, "raw": count / theirs}


def web() -> dict[str, float]:
    """Return the peak memory in MiB of a process that serves pages and matches with its encoder."""
    from marketplace.asgi import application  # noqa: PLC0415 - what a web process has loaded

    assert application
    matcher = _matcher(_engine("embedded"))
    for document in demands():
        matcher.capabilities_for(document, now=NOW)
    chosen = encoder()
    if chosen is not None:
        chosen.encode(["路内泊位停车诱导"], role=Role.DEMAND)
    gc.collect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"peak_mib": peak, "encoder": 0 if chosen is None else 1}


def _scorer() -> Scorer:
    """Return the scorer by statistics of a sample of what was fed."""
    offered, asked = list(capabilities(1, SAMPLE)), demands()
    draw = np.random.default_rng(7)
    sense = meaning.measure(
        *(
            {one.key: one.encoded.vector for one in side if one.encoded}
            for side in (asked, offered)
        ),
        model=MODEL,
        industries=unit_rows(draw, count=len(meaning.groups()), dimensions=DIMENSIONS),
        listings=SAMPLE,
    )
    taken = snapshot.take(map(profile_of, [*offered, *asked]), date(2026, 6, 1), meaning=sense)
    return Scorer(taken)


def _matcher(engine: Any) -> Matcher:
    """Return the matcher as pages have it."""
    return Matcher(engine, _scorer(), vectors=partial(vectors_held, model=MODEL, engine=engine))


def _engine(name: str) -> Engine:
    builds = _builds(name)
    if _BUILD not in builds.names():
        builds.create(_BUILD)
    engine: Engine = builds.open(_BUILD)
    return engine


def _builds(name: str) -> Any:
    if name == "embedded":
        return EmbeddedBuilds(Path(settings.DATA_DIR) / "search")
    return ElasticsearchBuilds(settings.ELASTICSEARCH_URL, settings.INDEX_PREFIX)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    steps: dict[str, Callable[..., dict[str, float]]] = {
        "grow": lambda name, first, last: grow(name, first=int(first), last=int(last)),
        "ask": ask,
        "index": lambda name, count: index(name, int(count)),
        "web": web,
    }
    print(json.dumps(steps[step](*arguments)))


if __name__ == "__main__":
    main()
