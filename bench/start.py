"""How long the demo takes to load, and the portal to start again: `make bench-start`."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from bench.report import Bar, Report

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0
BARS = [
    Bar("demo content, loaded and caught up, embedded", at_most=90, unit="s"),
    Bar("second start of make run, embedded", at_most=10, unit="s"),
    Bar("rows that a second start lost", at_most=0),
]


def main() -> None:
    """Load the demo into an empty folder, start the portal on it twice, and report."""
    folder = Path(tempfile.mkdtemp(prefix="marketplace-start-"))
    try:
        with Report("start", BARS) as report:
            _measure(report, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(report: Report, folder: Path) -> None:
    environment = _environment(folder)
    report.row(step="migrate", seconds=_seconds_of(environment, "manage.py", "migrate"))
    loading = _seconds_of(environment, "bin/prepare.py")
    report.row(step="load and catch up", seconds=loading)
    report.measured("demo content, loaded and caught up, embedded", loading)
    before = _demands(folder)
    starts = [_start_and_stop(environment) for _ in range(2)]
    for seconds in starts:
        report.row(step="make run", seconds=seconds)
    report.measured("second start of make run, embedded", starts[-1])
    report.measured("rows that a second start lost", before - _demands(folder))


def _environment(folder: Path) -> dict[str, str]:
    """Return what an embedded portal of its own needs; no service decides for it."""
    services = {"DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in services}
    return kept | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }


def _seconds_of(environment: dict[str, str], *arguments: str) -> float:
    started = time.monotonic()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - started


def _start_and_stop(environment: dict[str, str]) -> float:
    """Return the seconds from `make run` to the first whole page."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for_page(f"http://127.0.0.1:{environment['PORT']}/", started + PATIENCE)
        return time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)


def _wait_for_page(url: str, deadline: float) -> None:
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 - the URL is our own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} does not answer")


def _demands(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "marketplace.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM listings_demand").fetchone()[0])


if __name__ == "__main__":
    main()
