"""Prints the rows of a measurement, keeps them, and closes with one line of JSON about its bars."""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

RESULTS = Path(__file__).resolve().parent / "results"

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Bar:
    """A promise about one figure: at most, or at least, so much."""

    name: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""

    @property
    def wanted(self) -> str:
        """Return the promise in words, such as `≤ 1.0 s`."""
        sign, limit = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        return f"{sign} {limit} {self.unit}".rstrip()

    def holds(self, figure: float | None) -> bool:
        """Return whether the figure keeps the promise; what was not measured does not."""
        return (
            figure is not None
            and (self.at_most is None or figure <= self.at_most)
            and (self.at_least is None or figure >= self.at_least)
        )


class Report:
    """One run of a benchmark; used as a context, it always closes with every promised bar."""

    def __init__(
        self, name: str, bars: list[Bar], *, out: TextIO = sys.stdout, results: Path = RESULTS
    ) -> None:
        self.name = name
        self.bars = {bar.name: bar for bar in bars}
        self.figures: dict[str, float] = {}
        self.rows: list[dict[str, Value]] = []
        self._out = out
        self._results = results
        self._started = datetime.now(UTC)

    def row(self, **values: Value) -> None:
        """Print one row and keep it."""
        self.rows.append(values)
        print("  ".join(f"{key}={_short(value)}" for key, value in values.items()), file=self._out)

    def measured(self, bar: str, figure: float) -> None:
        """Set the figure of a promised bar; KeyError where nothing of the name was promised."""
        self.figures[self.bars[bar].name] = figure

    def closing(self) -> dict[str, list[dict[str, Value]]]:
        """Return what the closing line says."""
        return {
            "bars": [
                {
                    "name": name,
                    "figure": self.figures.get(name),
                    "wanted": bar.wanted,
                    "ok": bar.holds(self.figures.get(name)),
                }
                for name, bar in self.bars.items()
            ]
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            traceback.print_exception(kind, error, trace)
        self._keep()
        print(json.dumps(self.closing(), ensure_ascii=False), file=self._out, flush=True)
        if error is not None:
            sys.exit(1)

    def _keep(self) -> None:
        self._results.mkdir(parents=True, exist_ok=True)
        path = self._results / f"{self.name}-{self._started:%Y%m%dT%H%M%SZ}.json"
        content = {
            "name": self.name,
            "started": self._started.isoformat(),
            "cores": os.cpu_count(),
            "rows": self.rows,
            **self.closing(),
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least this share (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _short(value: Value) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
