"""Sealed bids: two worlds, leaks, races, the draw, and a large opening that is killed.

`ROUNDS` (200) says how many rounds of each race there are, `BIDS` (300) and `MEGABYTES` (20) how
much is opened. The tests of both set-ups run as they stand; the opening is killed half-way once.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import draw
from bench.portal import ROOT, Portal, portal
from bench.report import Bar, Report

ROUNDS = int(os.environ.get("ROUNDS", "200"))
BIDS = int(os.environ.get("BIDS", "300"))
MEGABYTES = int(os.environ.get("MEGABYTES", "20"))
CALLERS = 50
SETUPS = {"embedded": False, "services": True}
ACTS = ("submit", "close", "closers", "open")
TESTS = ("tests/bids/test_two_worlds.py", "tests/bids/test_leaks.py")

SECONDS = f"seconds to open {BIDS} bids of {MEGABYTES} MB"
MEMORY = f"most memory of the process that opens {BIDS} bids of {MEGABYTES} MB"
RESUMED = "bids that are missing, doubled or not as committed after a killed opening"


def secrecy(setup: str) -> str:
    """Return the name of the bar on tests of two worlds and leaks."""
    return f"tests of two worlds and of leaks that fail, {setup}"


def race(act: str, setup: str) -> str:
    """Return the name of the bar on rounds that did not end as ruled."""
    return f"rounds that did not end as ruled: {act}, {setup}"


BARS = [
    *(Bar(secrecy(setup), at_most=0) for setup in SETUPS),
    *(Bar(race(act, setup), at_most=0) for setup in SETUPS for act in ACTS),
    Bar(SECONDS, at_most=300, unit="s"),
    Bar(MEMORY, at_most=500, unit="MB"),
    Bar(RESUMED, at_most=0),
    *draw.BARS,
]


def tests_that_fail(*, services: bool) -> int:
    """Return how many tests of two worlds and leaks fail; all of them where none ran."""
    environment = {**os.environ, "SERVICES": "1" if services else "", "TWO_WORLDS": "whole"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *TESTS]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    found: dict[str, int] = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", said)}
    print(said, file=sys.stderr)
    return found.get("failed", 0) + found.get("error", 0) + (not found.get("passed"))


def opening(running: Portal, report: Report) -> None:
    """Open many large bids, kill that half-way, go on, and measure both parts."""
    size = MEGABYTES * 1024 * 1024
    made = running.ask("bench.seal_steps", "prepare", str(BIDS), str(size))
    key, officer = str(made["challenge"]), str(made["officer"])
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.seal_steps", "open", key, officer],
        env=running.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    peak = 0.0
    while process.poll() is None and running.ask("bench.seal_steps", "opened", key) < BIDS // 2:
        peak = max(peak, _peak_mb(process.pid))
    process.send_signal(signal.SIGKILL)
    process.wait()
    first = time.perf_counter() - started
    killed_at = running.ask("bench.seal_steps", "opened", key)
    rest = running.ask("bench.seal_steps", "open", key, officer)
    report.row(killed_at=killed_at, first_s=first, rest_s=rest["seconds"], peak_mb=rest["peak_mb"])
    report.measured(SECONDS, first + rest["seconds"])
    report.measured(MEMORY, max(peak, rest["peak_mb"]))
    missing = abs(BIDS - rest["total"]) + abs(BIDS - rest["committed"]) + rest["openings"] - 1
    report.measured(RESUMED, missing)


def _peak_mb(pid: int) -> float:
    """Return the most memory that a process has had so far, in MB; nought once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Run the draw, the tests, the races and the opening."""
    with Report("seal", BARS) as report:
        draw.measure(report)
        for setup, services in SETUPS.items():
            report.measured(secrecy(setup), tests_that_fail(services=services))
            with portal(services=services, encoder="none", serves=False) as running:
                for said in running.ask("bench.seal_steps", "races", str(ROUNDS), str(CALLERS)):
                    report.row(setup=setup, **said)
                    report.measured(race(said["act"], setup), said["wrong"])
        with portal(services=False, encoder="none", serves=False) as running:
            opening(running, report)


if __name__ == "__main__":
    main()
