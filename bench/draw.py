"""The draw of panels: 10,000 seeds without a broken rule, fair shares, the same elsewhere.

Fair means Pearson's χ² at 0.001: of whole panels where the pool is small enough to know each
panel's exact chance, of the first seat where everybody in a field is alike. Elsewhere is another
process with another order of its hashes.
"""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction

from bench.report import Bar, Report
from marketplace.experts.drawing import Panel, Rules, Stratum, draw
from tests.experts.pools import TWO_FIELDS, UNEVEN, chances, chi_squared, critical, even_pool

SEEDS = int(os.environ.get("SEEDS", "10000"))
BROKEN = "panels that break a rule"
SAME = "panels that another process draws otherwise"
PANELS = "χ² of whole panels against their exact chances, to the critical value"
SEATS = "χ² of first seats against equal shares, to the critical value, worst field"
BARS = [
    Bar(BROKEN, at_most=0),
    Bar(SAME, at_most=0),
    Bar(PANELS, at_most=1),
    Bar(SEATS, at_most=1),
]


def seeds() -> list[bytes]:
    """Return the seeds: the SHA-256 of each number."""
    return [hashlib.sha256(str(number).encode()).digest() for number in range(SEEDS)]


def panels() -> list[Panel]:
    """Return the panel of each seed from an even pool of two fields."""
    pool = even_pool()
    return [draw(pool, TWO_FIELDS, seed=seed) for seed in seeds()]


def broken(panel: Panel, employer: dict[str, str]) -> bool:
    """Return whether a panel has a wrong number, a foreign field, or an employer twice."""
    rows = (*panel.members, *panel.alternates)
    keys = [key for _name, names in rows for key in names]
    sizes = {name: len(names) for name, names in panel.members}
    return (
        sizes != {one.field: one.seats for one in TWO_FIELDS.strata}
        or any(name not in key for name, names in rows for key in names)
        or len({employer[key] for key in keys}) < len(keys)
    )


def elsewhere() -> list[str]:
    """Return the panels that another process draws, as texts."""
    command = [sys.executable, "-c", "from bench.draw import panels; print(*panels(), sep='\\n')"]
    surroundings = os.environ | {"PYTHONHASHSEED": "4711", "SEEDS": str(SEEDS)}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings)
    return said.stdout.splitlines()


def of_panels() -> float:
    """Return the χ² of whole panels from an uneven pool, to its critical value."""
    shares = chances(UNEVEN, 2)
    how = Rules((Stratum("a", 2),), alternates=0)
    counts = Counter(frozenset(draw(UNEVEN, how, seed=seed).member_keys) for seed in seeds())
    return chi_squared(counts, shares) / critical(len(shares) - 1)


def of_first_seats(drawn: list[Panel]) -> dict[str, float]:
    """Return the χ² of each field's first seat, to its critical value."""
    found = {}
    for name in (one.field for one in TWO_FIELDS.strata):
        keys = [one.key for one in even_pool() if name in one.fields]
        shares = {frozenset({key}): Fraction(1, len(keys)) for key in keys}
        counts = Counter(frozenset({dict(panel.members)[name][0]}) for panel in drawn)
        found[name] = chi_squared(counts, shares) / critical(len(keys) - 1)
    return found


def measure(report: Report) -> None:
    """Draw, compare and count."""
    drawn = panels()
    employer = {one.key: one.employers[0] for one in even_pool()}
    report.measured(BROKEN, sum(broken(panel, employer) for panel in drawn))
    pairs = zip(drawn, elsewhere(), strict=True)
    report.measured(SAME, sum(str(mine) != theirs for mine, theirs in pairs))
    seats = of_first_seats(drawn)
    for name, figure in seats.items():
        report.row(field=name, seeds=SEEDS, statistic=figure)
    report.measured(SEATS, max(seats.values()))
    report.measured(PANELS, of_panels())


def main() -> None:
    """Measure the draw alone."""
    with Report("draw", BARS) as report:
        measure(report)


if __name__ == "__main__":
    main()
