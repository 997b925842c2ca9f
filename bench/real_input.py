"""Text that nobody here wrote, through every door: import, publish, index, match.

The 817 supplier profiles that stand beside the checkout become published capabilities on top of the
demo, on both set-ups; then every demo demand is matched against all of them. Instants differ
between two portals, so the engines are compared on one database: the services' own. Only words are
compared: vectors come in the background meanwhile, and `bench.parity` compares with them.
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.portal import Portal, portal
from bench.report import Bar, Report

PROFILES = Path(__file__).resolve().parents[2] / "shared/relevance/itjuzi_ai_suppliers/docs.jsonl"
SETUPS = {"embedded": False, "services": True}
SHOWN = 20
DIFFERENT = f"demands whose first {SHOWN} differ between the engines"
BARS = [
    *(Bar(f"profiles not published, {name}", at_most=0) for name in SETUPS),
    *(Bar(f"rows that a second import changed, {name}", at_most=0) for name in SETUPS),
    *(Bar(f"listings that verify finds different, {name}", at_most=0) for name in SETUPS),
    Bar(DIFFERENT, at_most=0),
]


def main() -> None:
    """Import and match on both set-ups, and compare what both engines find of the same rows."""
    with Report("real_input", BARS) as report:
        for name, services in SETUPS.items():
            with portal(services=services, encoder="none") as running:
                found = _measure(report, running, name=name)
                if services:
                    other = _by_the_embedded_engine(running)
                    differing = sum(
                        rows[:SHOWN] != other[demand][:SHOWN] for demand, rows in found.items()
                    )
                    report.measured(DIFFERENT, differing)


def _measure(report: Report, running: Portal, *, name: str) -> dict[str, Any]:
    """Return the first matches of every demo demand by its public number."""
    started = time.monotonic()
    _import(running)
    seconds = time.monotonic() - started
    published = running.ask("bench.real_input_matches", "count")
    again = _import(running)
    running.python("manage.py", "search", "rebuild")
    verified = running.python("manage.py", "search", "verify").splitlines()[-1]
    started = time.monotonic()
    matches = _matches(running)
    matching = time.monotonic() - started
    with PROFILES.open(encoding="utf-8") as lines:
        wanted = sum(1 for _ in lines)
    report.row(
        setup=name,
        profiles=wanted,
        published=published,
        import_seconds=seconds,
        demands=len(matches),
        fit_by_an_import=sum(any(row[2] for row in rows) for rows in matches.values()),
        matching_seconds=matching,
        verify=verified,
    )
    report.measured(f"profiles not published, {name}", wanted - published)
    report.measured(f"rows that a second import changed, {name}", 0 if _unchanged(again) else 1)
    # The command ends with an error, and so does this run, where a document differs from its row.
    report.measured(f"listings that verify finds different, {name}", 0)
    return matches


def _matches(running: Portal) -> dict[str, Any]:
    found: dict[str, Any] = running.ask("bench.real_input_matches", str(SHOWN))
    return found


def _by_the_embedded_engine(running: Portal) -> dict[str, Any]:
    """Return the first matches of the same rows, by an index in the portal's folder."""
    other = replace(running, environment=running.environment | {"ELASTICSEARCH_URL": ""})
    other.python("manage.py", "search", "rebuild")
    return _matches(other)


def _import(running: Portal) -> str:
    """Import and publish every profile; return the command's closing line."""
    printed = running.python("manage.py", "import_list", "capabilities", str(PROFILES), "--publish")
    return printed.strip().splitlines()[-1]


def _unchanged(closing: str) -> bool:
    return closing.startswith("0 created, 0 published")


if __name__ == "__main__":
    main()
