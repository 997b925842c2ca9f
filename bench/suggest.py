"""What suggestions cost while somebody types: `make bench-suggest`.

First the shelf alone, made of titles in growing numbers; then whole answers of a portal to which
SIZE (100000) listings were added, on both set-ups, one request after the other. Nothing is encoded
meanwhile: it would take hours, and the processors.
"""

import os
import time
import urllib.parse
import urllib.request

from bench.portal import Portal, portal
from bench.report import Bar, Report, percentile

SETUPS = {"embedded": False, "services": True}
SIZE = int(os.environ.get("SIZE", "100000"))
SHELVES = (10_000, 100_000, 500_000)
ASKED = 400
WAIT_SECONDS = 900
BARS = [
    Bar("p95 of the shelf alone, 100000 titles", at_most=25, unit="ms"),
    Bar("memory of vocabulary and shelf, 100000 titles", at_most=150, unit="MB"),
    *(Bar(f"p95 of an answer, {SIZE} listings, {name}", at_most=50, unit="ms") for name in SETUPS),
]


def main() -> None:
    """Measure the shelf, then whole answers."""
    with Report("suggest", BARS) as report:
        for size in SHELVES:
            _shelf(report, size)
        for name, services in SETUPS.items():
            with portal(services=services, encoder="none") as running:
                running.python("manage.py", "seed_scale", str(SIZE))
                _answers(report, running, name=name)


def _shelf(report: Report, size: int) -> None:
    alone = Portal("", dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "marketplace.settings.dev"})
    found = alone.ask("bench.suggest_words", "shelf", str(size))
    report.row(titles=size, **found)
    if size == SHELVES[1]:
        report.measured(BARS[0].name, found["p95_ms"])
        report.measured(BARS[1].name, found["megabytes"])


def _answers(report: Report, running: Portal, *, name: str) -> None:
    words: list[str] = running.ask("bench.suggest_words", "sample", str(ASKED))
    started = time.monotonic()
    while not _suggested(running, words[0]):
        if time.monotonic() - started > WAIT_SECONDS:
            raise TimeoutError("the portal suggests no title that was added")
        time.sleep(2)
    known = time.monotonic() - started
    taken: list[float] = []
    found = 0
    for typed in words[1:]:
        begun = time.perf_counter()
        found += 'role="option"' in _answer(running, typed)
        taken.append((time.perf_counter() - begun) * 1000)
    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    report.row(setup=name, known_after_s=known, p50_ms=p50, p95_ms=p95, with_suggestions=found)
    report.measured(f"p95 of an answer, {SIZE} listings, {name}", p95)


def _suggested(running: Portal, typed: str) -> bool:
    return 'role="option"' in _answer(running, typed)


def _answer(running: Portal, typed: str) -> str:
    query = urllib.parse.urlencode({"q": typed})
    with urllib.request.urlopen(f"{running.url}/search/suggest/?{query}", timeout=60) as answer:  # noqa: S310 - our own
        return str(answer.read().decode())


if __name__ == "__main__":
    main()
