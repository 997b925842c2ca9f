"""The steps of `bench.match` that need the portal's own code: run as a program, prints JSON.

`grow ENGINE SIZE PIECE` writes capabilities until there are SIZE, a piece at most; `ask ENGINE`
times matches and the candidate queries in them; `index ENGINE COUNT` times bulk indexing against
the raw engine; `web` says how much memory a web process has after its first matches; `wagtail SIZE`
asks Wagtail's own search for the same.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402 - what follows needs the set-up
from django.conf import settings  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from bench import match_raw, match_wagtail  # noqa: E402
from bench.match_listings import (  # noqa: E402
    DEMANDS,
    DIMENSIONS,
    MODEL,
    NOW,
    capabilities,
    demands,
    row_of,
)
from bench.report import percentile, seconds_of  # noqa: E402
from marketplace.demo.random_vectors import unit_rows  # noqa: E402
from search import meaning, snapshot  # noqa: E402
from search.chunks import chunks  # noqa: E402
from search.cutting import in_processes  # noqa: E402
from search.documents import ListingDocument  # noqa: E402
from search.encoders.protocol import Role  # noqa: E402
from search.encoding import encoder  # noqa: E402
from search.engines.elasticsearch_builds import ElasticsearchBuilds  # noqa: E402
from search.engines.embedded_builds import EmbeddedBuilds  # noqa: E402
from search.engines.protocol import CandidateQuery, Candidates, Engine  # noqa: E402
from search.filling import BATCH  # noqa: E402
from search.matching import Matcher  # noqa: E402
from search.models import Encoding  # noqa: E402
from search.profiles import profile_of  # noqa: E402
from search.scorer import Scorer  # noqa: E402
from search.vectors import vectors_held  # noqa: E402

SAMPLE = 4_000
_BUILD = "scale"
_WARM = 5
_ROUNDS = 2


def grow(name: str, *, size: int, piece: int) -> dict[str, float]:
    """Write capabilities and the rows of their vectors; return how many are still left.

    It goes on after the last batch that was written whole, whatever a kill has left behind it.
    """
    engine = _engine(name)
    held = engine.count() - DEMANDS
    if held < 0:
        _keep_rows(demands())
        engine.write(demands())
        held = 0
    first = held // BATCH * BATCH + 1
    last = min(first + piece - 1, size)
    started = time.perf_counter()
    with in_processes(last - first + 1):
        for some in chunks(capabilities(first, last), BATCH):
            _keep_rows(some)
            engine.write(some)
    seconds = time.perf_counter() - started
    return {"left": size - last, "seconds": seconds}


def _keep_rows(documents: list[ListingDocument]) -> None:
    Encoding.objects.bulk_create(map(row_of, documents), ignore_conflicts=True)


def ask(name: str) -> dict[str, float]:
    """Return what a match takes, and the candidate queries in it alone, in milliseconds."""
    listening = Listening(_engine(name))
    matcher = _matcher(listening)
    documents = demands()
    times: dict[str, list[float]] = {"match": [], "raw": []}
    found = 0
    for at, document in enumerate([*documents[:_WARM], *documents]):
        match = partial(matcher.capabilities_for, document, now=NOW)
        found += bool(match())
        (query,) = listening.heard
        calls: dict[str, Callable[[], object]] = {
            "match": match,
            "raw": partial(listening.engine.candidates, query),
        }
        # What comes second finds what the first one warmed: they take turns.
        for what in sorted(calls, reverse=bool(at % 2)):
            times[what].append(seconds_of(calls[what]))
    figures = {
        f"{what}_{share}": 1000 * percentile(values[_WARM:], share / 100)
        for what, values in times.items()
        for share in (50, 95)
    }
    return {**figures, "answered": found / len(times["match"])}


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
    """Return listings per second: as a rebuild writes them, and the raw engine's; turn by turn.

    The raw engine is given texts, which it has cut, or their tokens. Beside the listings are the
    milliseconds that processors of this side worked for one.
    """
    documents = list(capabilities(1, count))
    for document in documents:
        object.__setattr__(document, "encoded", None)
    ready = match_raw.ready(documents)
    builds = _builds(name)
    costs = {what: np.zeros(2) for what in ("ours", "raw", "raw_ready")}
    for _ in range(_ROUNDS):
        engine = builds.create("ours")
        costs["ours"] += _cost_of(partial(_rebuilt, engine, documents))
        builds.drop("ours")
        costs["raw"] += _cost_of(_raw(name, map(match_raw.cut, documents)))
        costs["raw_ready"] += _cost_of(_raw(name, ready))
    figures = {what: _ROUNDS * count / cost[0] for what, cost in costs.items()}
    worked = {f"{what}_cpu_ms": 1000 * cost[1] / (_ROUNDS * count) for what, cost in costs.items()}
    share = figures["ours"] / figures["raw"]
    return {**figures, "share": share, **worked}


def _raw(name: str, documents: Iterable[match_raw.Ready]) -> Callable[[], object]:
    """Return the call that feeds an engine alone."""
    if name == "embedded":
        return match_raw.embedded(documents)
    index = f"{settings.INDEX_PREFIX}-raw"
    return match_raw.elasticsearch(documents, url=settings.ELASTICSEARCH_URL, index=index)


def _cost_of(call: Callable[[], object]) -> NDArray[np.float64]:
    """Return the seconds that a call takes, and those that processors worked, children too."""
    before = _worked()
    seconds = seconds_of(call)
    return np.array([seconds, _worked() - before])


def _worked() -> float:
    found = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in found)


def _rebuilt(engine: Engine, documents: list[ListingDocument]) -> None:
    """Write documents as a rebuild does."""
    with in_processes(len(documents)):
        for some in chunks(documents, BATCH):
            engine.write(some)


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


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    steps: dict[str, Callable[..., dict[str, float]]] = {
        "grow": lambda name, size, piece: grow(name, size=int(size), piece=int(piece)),
        "ask": ask,
        "index": lambda name, count: index(name, int(count)),
        "web": web,
        "wagtail": lambda size: match_wagtail.ask(int(size)),
    }
    print(json.dumps(steps[step](*arguments)))


if __name__ == "__main__":
    main()
