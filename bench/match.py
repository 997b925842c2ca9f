"""What matching costs as the lists grow, on both engines: `make bench-match`.

Capabilities are made (`marketplace.demo.scale`), their vectors drawn at random, and fed to the
engines past the listings' tables. It goes stage by stage: a run that is killed, or ends because
MINUTES (600) have passed, leaves what it has under `bench/results/match`, and the next one goes on
there; ANEW=1 begins again. SIZES names the numbers of listings (10000,100000,500000). Bars that
were not measured fail. After the last stage nothing is left but the figures.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.match_stages import Stages
from bench.report import Bar, Report

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
SIZES = (10_000, 100_000, 500_000)
INDEXED = 8_000
RAW_SHARE = 1.3
MEMORY_AT = 100_000
PIECE = 20_000
"""How many listings are written between two looks at the clock."""


def beyond(engine: str, size: int) -> str:
    """Return the name of the bar on what a match takes beyond its candidate queries."""
    return f"match p95 beyond {RAW_SHARE} × candidate queries, {engine}, {size}"


def growth(engine: str) -> str:
    """Return the name of the bar on how a match slows down from the first size to the last."""
    return f"growth of match p95 from {SIZES[0]} to {SIZES[-1]}, {engine}"


def indexing(engine: str) -> str:
    """Return the name of the bar on bulk indexing."""
    return f"bulk indexing against the raw engine, {engine}"


MEMORY = f"memory of a web process at {MEMORY_AT}"
BARS = [
    *(Bar(beyond(engine, size), at_most=15, unit="ms") for engine in ENGINES for size in SIZES),
    *(Bar(growth(engine), at_most=10) for engine in ENGINES),
    *(Bar(indexing(engine), at_least=0.5) for engine in ENGINES),
    Bar(MEMORY, at_most=1.2, unit="GiB"),
]


class NoTimeLeft(Exception):
    """The minutes have passed."""


@dataclass
class Bench:
    """The stages, their environment, and the time that is left."""

    stages: Stages
    deadline: float

    def step(self, *arguments: object) -> dict[str, Any]:
        """Run a step of `bench.match_steps`, and return what it says; NoTimeLeft where none is."""
        if time.monotonic() > self.deadline:
            raise NoTimeLeft
        # Not as a module: processes that cut texts would read all of it again.
        said = self.run("-c", "from bench.match_steps import main; main()", *map(str, arguments))
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def run(self, *arguments: str) -> str:
        """Run Python on the data of the stages; return what it prints."""
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": str(self.stages.folder),
            "INDEX_PREFIX": self.stages.prefix,
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout.decode()

    def grown(self, engine: str, size: int) -> dict[str, Any]:
        """Let an engine hold so many listings, piece by piece, and return what matches take."""
        while self.step("grow", engine, size, PIECE)["left"]:
            pass
        return self.step("ask", engine)


Measure = Callable[[], dict[str, Any]]


def stages_of(bench: Bench, sizes: list[int]) -> Iterator[tuple[str, Measure]]:
    """Yield every stage by its name, in the order in which they build on each other."""
    for engine in ENGINES:
        yield f"index {engine}", partial(bench.step, "index", engine, INDEXED)
    for size in sizes:
        for engine in ENGINES:
            yield f"match {engine} {size}", partial(bench.grown, engine, size)
        if size == MEMORY_AT:
            yield f"web {size}", partial(bench.step, "web")
    yield f"wagtail {sizes[0]}", partial(bench.step, "wagtail", sizes[0])


def judge(report: Report, found: dict[str, dict[str, Any]]) -> None:
    """Hold the figures of the stages against the bars."""
    for engine in ENGINES:
        if said := found.get(f"index {engine}"):
            report.measured(indexing(engine), said["share"])
        p95 = {}
        for size in SIZES:
            if said := found.get(f"match {engine} {size}"):
                p95[size] = said["match_95"]
                report.measured(beyond(engine, size), p95[size] - RAW_SHARE * said["raw_95"])
        if SIZES[0] in p95 and SIZES[-1] in p95:
            report.measured(growth(engine), p95[SIZES[-1]] / p95[SIZES[0]])
    if said := found.get(f"web {MEMORY_AT}"):
        report.measured(MEMORY, said["peak_mib"] / 1024)


def main() -> None:
    """Go through the stages that are left, and print all that were measured."""
    stages = Stages()
    if os.environ.get("ANEW"):
        stages.forget()
        stages = Stages()
    minutes = float(os.environ.get("MINUTES", "600"))
    bench = Bench(stages, time.monotonic() + 60 * minutes)
    sizes = [int(size) for size in os.environ.get("SIZES", "").split(",") if size] or list(SIZES)
    with Report("match", BARS) as report:
        bench.run("manage.py", "migrate", "--verbosity=0")
        try:
            for name, measure in stages_of(bench, sizes):
                figures = stages.found.get(name) or stages.finish(name, measure())
                report.row(stage=name, **figures)
        except NoTimeLeft:
            report.row(left_out="no time for more: run it again to go on")
        else:
            stages.forget()
        finally:
            judge(report, stages.found)


if __name__ == "__main__":
    main()
