"""What a list page with its facets costs at SIZE (100000) listings: `make bench-lists`.

On both set-ups: the whole page as Django answers it, beside the engine's own call in it; and the
queries to the database, which must not grow with the lists. SETUPS names the set-ups
(embedded,services). Nothing is encoded meanwhile: it would take hours, and the processors.
"""

import os
from typing import Any

from bench.portal import Portal, portal
from bench.report import Bar, Report

SETUPS = {"embedded": False, "services": True}
SIZE = int(os.environ.get("SIZE", "100000"))
FEW = 1_000


def constant(name: str) -> str:
    """Return the name of the bar on queries to the database."""
    return f"queries of a list page more at {SIZE} listings than at {FEW}, {name}"


BARS = [Bar(constant(name), at_most=0) for name in SETUPS]


def main() -> None:
    """Measure each set-up with few listings and with many."""
    wanted = os.environ.get("SETUPS", ",".join(SETUPS)).split(",")
    with Report("lists", BARS) as report:
        for name in wanted:
            with portal(services=SETUPS[name], encoder="none") as running:
                few = _pages(running, FEW)
                many = _pages(running, SIZE - FEW)
            for page, figures in many.items():
                report.row(
                    setup=name,
                    page=page,
                    listings=SIZE,
                    few_queries=few[page]["queries"],
                    **figures,
                    load=round(os.getloadavg()[0], 1),
                )
            more = (many[page]["queries"] - few[page]["queries"] for page in many)
            report.measured(constant(name), max(more))


def _pages(running: Portal, added: int) -> dict[str, dict[str, Any]]:
    """Add listings, and return the figures of each page."""
    running.python("manage.py", "seed_scale", str(added), "--seed", str(added))
    running.python("manage.py", "search", "rebuild")
    found: dict[str, dict[str, Any]] = running.ask("bench.lists_steps")
    return found


if __name__ == "__main__":
    main()
