"""One process at the border of the close: a program with a plan, which process it is, and a skew.

Its own clock goes wrong by the skew. It applies while its closing job runs beside it, first with
the database's clock standing still, so that the test offset alone moves it by milliseconds, then
with the clock going. It prints a line of JSON for each phase.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - models come after the set-up
from django.utils import timezone  # noqa: E402

from bench.border import FROZEN, MOVING, Plan  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.claims.actions import submit_claim  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.core.refusals import Refusal  # noqa: E402
from marketplace.listings.closing import watch_deadlines  # noqa: E402
from marketplace.listings.models import Demand, DemandLifecycle  # noqa: E402
from marketplace.organisations.models import Organisation  # noqa: E402

MS = timedelta(milliseconds=1)
_STANDING = {"sqlite": "'{}'", "postgresql": "timestamptz '{}'"}


class Worker:
    """The process's applications: for each demand one firm a phase."""

    def __init__(self, plan: Plan, which: int) -> None:
        """Read what the plan names."""
        self.plan, self.which = plan, which
        self.by = User.objects.get(pk=plan.by)
        self.firms = [Organisation.objects.get(pk=key) for key in plan.firms]

    def apply(self, demand: int, phase: int) -> str:
        """Apply for a demand in the phase's firm; return the refusal's code or "kept"."""
        firm = self.firms[2 * phase + self.which]
        try:
            submit_claim(
                Demand.objects.select_related("lifecycle").get(pk=demand),
                firm=firm,
                by=self.by,
                pitch="两周内给出样板点的回算结果。",
                contact_name="林工",
                contact_phone="0592-5550000",
            )
        except Refusal as refusal:
            return refusal.code
        return "kept"

    def standing(self) -> None:
        """Apply to every demand at each instant to which the offset moves the standing clock."""
        for phase, offset in enumerate(FROZEN):
            while clock.now() != self.plan.border + offset:
                time.sleep(0.002)
            said = [self.apply(one, phase) for one in self.plan.standing]
            watch_deadlines()
            say(phase=phase, said=said)

    def going(self) -> None:
        """Apply a millisecond before or after the close of each demand, as the clock goes."""
        found = DemandLifecycle.objects.filter(demand__in=self.plan.going)
        while found.filter(closes_at__isnull=False).count() < len(self.plan.going):
            time.sleep(0.002)
        closes: dict[int, Any] = dict(found.values_list("demand", "closes_at"))
        said = []
        for demand in self.plan.going:
            aim = closes[demand] + (MS if self.which else -MS)
            while (started := clock.now()) < aim:
                pass
            answer = self.apply(demand, MOVING)
            said.append([answer, started.isoformat(), clock.now().isoformat()])
        watch_deadlines()
        say(phase=MOVING, said=said)


@contextmanager
def closing() -> Iterator[None]:
    """Let the closing job run again and again beside the block."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.002):
            watch_deadlines()
        connections.close_all()

    job = threading.Thread(target=run)
    job.start()
    try:
        yield
    finally:
        over.set()
        job.join()


@contextmanager
def clock_standing_at(instant: datetime) -> Iterator[None]:
    """Let the database tell one instant, which only the test offset moves."""
    going = clock.INSTANT[connection.vendor]
    clock.INSTANT[connection.vendor] = _STANDING[connection.vendor].format(instant.isoformat())
    try:
        yield
    finally:
        clock.INSTANT[connection.vendor] = going


def skew(by: timedelta) -> None:
    """Let this process's own clock go wrong."""
    right, seconds = timezone.now, time.time
    timezone.now = lambda: right() + by
    time.time = lambda: seconds() + by.total_seconds()


def say(**told: Any) -> None:
    """Print a phase for whoever started this process."""
    print(f"border {json.dumps(told)}", flush=True)


def main() -> None:
    """Go through the phases of the plan."""
    path, which, seconds = sys.argv[1:]
    skew(timedelta(seconds=float(seconds)))
    plan = Plan.read(Path(path))
    worker = Worker(plan, int(which))
    with clock_standing_at(plan.base), closing():
        worker.standing()
    with closing():
        worker.going()


if __name__ == "__main__":
    main()
