"""The border of the close, ±1 ms by the database's clock: two processes with wrong clocks.

Both apply while both run the closing job. With the clock standing still and moved by its test
offset alone, what comes at −1 ms is kept, what comes at the close or at +1 ms is refused; with the
clock going, each application is kept or refused as the instant of its decision says. A demand
closes once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import connections

from marketplace.claims.models import Claim
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand, DemandLifecycle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation

MS: Final = timedelta(milliseconds=1)
FROZEN: Final = (-MS, timedelta(), MS)
"""To which instants around the close the standing clock is moved, one after the other."""
MOVING: Final = len(FROZEN)
FIRMS: Final = 2 * (len(FROZEN) + 1)
"""So many firms apply for each demand: one for each process and phase."""
SKEWS: Final = (300, -300)
_ROOT: Final = Path(__file__).resolve().parent.parent
_AHEAD: Final = timedelta(days=10)
_APART: Final = timedelta(milliseconds=120)
_SHIFT: Final = timedelta(days=1)
"""The standing clock stands so far ahead: what else runs here has not come to the border."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the two processes do: demands, firms, person, and where the clock stands."""

    base: datetime
    border: datetime
    standing: list[int]
    going: list[int]
    firms: list[int]
    by: int

    def write(self, path: Path) -> None:
        """Write it down."""
        told = asdict(self)
        told |= {name: told[name].isoformat() for name in ("base", "border")}
        path.write_text(json.dumps(told))

    @classmethod
    def read(cls, path: Path) -> Plan:
        """Read what was written."""
        told = json.loads(path.read_text())
        told |= {name: datetime.fromisoformat(told[name]) for name in ("base", "border")}
        return cls(**told)


def wrong_rounds(
    count: int, *, owner: Organisation, firms: Sequence[Organisation], by: User
) -> list[str]:
    """Race so many rounds of each kind; return what was not as the rule says, in words."""
    base = clock.now() + _SHIFT
    border = base + _AHEAD
    standing = [_demand(owner, f"S{n}", closes_at=border) for n in range(count)]
    going = [_demand(owner, f"G{n}", closes_at=None) for n in range(count)]
    plan = Plan(base, border, standing, going, [one.pk for one in firms], by.pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        plan.write(path)
        connections.close_all()
        processes = [_start(path, which) for which in range(len(SKEWS))]
        try:
            return [*_standing(plan, processes), *_going(plan, processes)]
        finally:
            for process in processes:
                process.kill()
                process.wait()
            clock.shift(timedelta())


def _demand(owner: Organisation, name: str, *, closes_at: datetime | None) -> int:
    several = Demand.Cooperation.MULTIPLE
    demand = Demand.objects.create(title=f"截止边界 {name}", live=True, cooperation=several)
    DemandLifecycle.objects.create(
        demand=demand,
        owner=owner,
        number=f"XQ-2099-{name}",
        state=DemandLifecycle.State.LIVE,
        review=DemandLifecycle.Review.SETTLED,
        published_at=clock.now(),
        closes_at=closes_at,
    )
    key: int = demand.pk
    return key


def _start(path: Path, which: int) -> subprocess.Popen[str]:
    arguments = ["-m", "bench.border_steps", str(path), str(which), str(SKEWS[which])]
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    )


def _said(process: subprocess.Popen[str]) -> list[Any]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("border "):
            said: list[Any] = json.loads(line.removeprefix("border "))["said"]
            return said
    raise RuntimeError("a process at the border ended early")


def _standing(plan: Plan, processes: list[subprocess.Popen[str]]) -> list[str]:
    wrong = []
    for offset in FROZEN:
        clock.shift(_AHEAD + offset)
        expected = "kept" if offset < timedelta() else "closed"
        answers = zip(*map(_said, processes), strict=True)
        wrong += [f"{offset}: {pair}" for pair in answers if set(pair) != {expected}]
    rows = DemandLifecycle.objects.filter(demand__in=plan.standing)
    wrong += [
        f"{row.number} closed at {row.closed_at}" for row in rows.exclude(closed_at=plan.border)
    ]
    kept = Claim.objects.filter(demand__in=plan.standing)
    wrong += [f"{one} at {one.submitted_at}" for one in kept.exclude(submitted_at=plan.border - MS)]
    return wrong + _closed_not_once(plan.standing)


def _going(plan: Plan, processes: list[subprocess.Popen[str]]) -> list[str]:
    first = clock.now() + timedelta(seconds=2)
    closes = {key: first + number * _APART for number, key in enumerate(plan.going)}
    rows = DemandLifecycle.objects.filter(demand__in=plan.going)
    for row in rows:
        row.closes_at = closes[row.demand_id]
    DemandLifecycle.objects.bulk_update(rows, ["closes_at"])
    wrong = []
    for said in map(_said, processes):
        for key, (answer, started, answered) in zip(plan.going, said, strict=True):
            early = datetime.fromisoformat(answered) < closes[key]
            late = datetime.fromisoformat(started) >= closes[key]
            allowed = {"kept"} if early else {"closed"} if late else {"kept", "closed"}
            if answer not in allowed:
                wrong.append(f"{answer} between {started} and {answered}, close {closes[key]}")
    wrong += [
        f"{one} kept at {one.submitted_at}, close {closes[one.demand_id]}"
        for one in Claim.objects.filter(demand__in=plan.going)
        if one.submitted_at >= closes[one.demand_id]
    ]
    return wrong + _closed_not_once(plan.going)


def _closed_not_once(demands: list[int]) -> list[str]:
    found = Entry.objects.filter(
        kind="demand_closed", subject_key__in=[str(key) for key in demands]
    )
    keys = sorted(found.values_list("subject_key", flat=True))
    return [] if keys == sorted(map(str, demands)) else [f"closed {keys} of {demands}"]
