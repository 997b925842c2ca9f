"""Fifty people at once at one object: each round has exactly one effect, embedded and on services.

Every round lets 50 threads submit an application for the same firm, accept the same application, or
close the same demand; then two processes with wrong clocks apply around the close of a demand, as
`bench.border` says. `ROUNDS` (200) says how many rounds of each there are.
"""

import os

from bench.portal import portal
from bench.report import Bar, Report

ROUNDS = int(os.environ.get("ROUNDS", "200"))
CALLERS = 50
SETUPS = {"embedded": False, "services": True}
BORDER = "border"
ACTS = ("submit", "accept", "close", BORDER)


def bar(act: str, setup: str) -> str:
    """Return the name of the bar on rounds without exactly one effect, or against the rule."""
    if act == BORDER:
        return f"applications at ±1 ms of the close that the rule says otherwise of: {setup}"
    return f"rounds of {CALLERS} at once without exactly one effect: {act}, {setup}"


BARS = [Bar(bar(act, setup), at_most=0) for setup in SETUPS for act in ACTS]


def main() -> None:
    """Race on both set-ups, beside the portal's own processes."""
    with Report("races", BARS) as report:
        for setup, services in SETUPS.items():
            with portal(services=services, encoder="none") as running:
                for said in running.ask("bench.races_steps", str(ROUNDS), str(CALLERS)):
                    report.row(setup=setup, **said)
                    report.measured(bar(said["act"], setup), said["wrong"])


if __name__ == "__main__":
    main()
