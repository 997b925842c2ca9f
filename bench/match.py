"""What matching costs as the lists grow, on both engines: `make bench-match`.

Capabilities are made (`marketplace.demo.scale`), their vectors drawn at random and kept as rows.
SIZES names the numbers of listings (10000,100000,500000); a size is left out, and its bars fail as
not measured, once MINUTES (60) have passed or would before it is written.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from bench.report import Bar, Report

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
SIZES = (10_000, 100_000, 500_000)
INDEXED = 4_000
RAW_SHARE = 1.3
MEMORY_AT = 100_000


def beyond(engine: str, size: int) -> str:
    """Return the name of the bar on what a match takes beyond its candidate queries."""
    return f"match p95 beyond {RAW_SHARE} × candidate queries, {engine}, {size}"


BARS = [
    *(Bar(beyond(engine, size), at_most=15, unit="ms") for engine in ENGINES for size in SIZES),
    *(
        Bar(f"growth of match p95 from {SIZES[0]} to {SIZES[-1]}, {engine}", at_most=10)
        for engine in ENGINES
    ),
    *(Bar(f"bulk indexing against the raw engine, {engine}", at_least=0.5) for engine in ENGINES),
    Bar(f"memory of a web process at {MEMORY_AT}", at_most=1.2, unit="GiB"),
]


class Bench:
    """The steps in an environment of their own, and the time that is left."""

    def __init__(self, folder: Path, prefix: str) -> None:
        minutes = float(os.environ.get("MINUTES", "60"))
        self._deadline = time.monotonic() + 60 * minutes
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": str(folder),
            "INDEX_PREFIX": prefix,
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
            "PYTHONPATH": str(ROOT),
        }

    def prepare(self) -> None:
        """Make the database that keeps the vectors."""
        self._run("manage.py", "migrate", "--verbosity=0")

    def step(self, *arguments: object) -> dict[str, Any]:
        """Run a step, and return what it says."""
        said = self._run("-m", "bench.match_steps", *map(str, arguments))
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def has_time_for(self, seconds: float) -> bool:
        """Return whether so many seconds are left."""
        return time.monotonic() + seconds < self._deadline

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self._environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout.decode()


def main() -> None:
    """Measure both engines size by size, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="bench-match-"))
    prefix = f"bench_{secrets.token_hex(4)}"
    wanted = [int(size) for size in os.environ.get("SIZES", "").split(",") if size]
    try:
        with Report("match", BARS) as report:
            bench = Bench(folder, prefix)
            bench.prepare()
            for engine in ENGINES:
                _index(bench, report, engine=engine)
            _curves(bench, report, sizes=wanted or list(SIZES))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
            for index in client.indices.get(index=f"{prefix}*"):
                client.indices.delete(index=index)


def _index(bench: Bench, report: Report, *, engine: str) -> None:
    found = bench.step("index", engine, INDEXED)
    share = found["ours"] / found["raw"]
    report.row(
        engine=engine, indexed=INDEXED, ours=found["ours"], raw=found["raw"], share=share, **_load()
    )
    report.measured(f"bulk indexing against the raw engine, {engine}", share)


def _curves(bench: Bench, report: Report, *, sizes: list[int]) -> None:
    """Grow both engines to each size for which there is time, and ask at each."""
    first: dict[str, float] = {}
    done, each = 0, 0.01
    for size in sizes:
        if not bench.has_time_for(each * (size - done) * len(ENGINES)):
            report.row(size=size, left_out="no time", **_load())
            continue
        for engine in ENGINES:
            grown = bench.step("grow", engine, done + 1, size)
            each = max(grown["seconds"] / (size - done), 0.002)
            found = bench.step("ask", engine)
            report.row(engine=engine, size=size, write_s=grown["seconds"], **found, **_load())
            _judge(report, engine, size=size, found=found, first=first)
        done = size
        if size == MEMORY_AT:
            memory = bench.step("web")
            report.row(size=size, **memory)
            report.measured(f"memory of a web process at {MEMORY_AT}", memory["peak_mib"] / 1024)


def _judge(
    report: Report, engine: str, *, size: int, found: dict[str, Any], first: dict[str, float]
) -> None:
    p95 = found["match_95"]
    if size in SIZES:
        report.measured(beyond(engine, size), p95 - RAW_SHARE * found["raw_95"])
    if size == SIZES[0]:
        first[engine] = p95
    if size == SIZES[-1] and engine in first:
        name = f"growth of match p95 from {SIZES[0]} to {SIZES[-1]}, {engine}"
        report.measured(name, p95 / first[engine])


def _load() -> dict[str, float]:
    """Return how busy the machine was with other work: figures from a busy one mean little."""
    return {"load": os.getloadavg()[0]}


if __name__ == "__main__":
    main()
