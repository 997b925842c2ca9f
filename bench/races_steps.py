"""The rounds of `bench.races`: run as a program in a portal's environment, prints JSON."""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import islice
from threading import Barrier
from typing import Any, Self

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - models come after the set-up
from django.db.models import Model  # noqa: E402

from bench.border import FIRMS, wrong_rounds  # noqa: E402
from bench.claim_people import BIDDER, OFFICER, prepare  # noqa: E402
from bench.report import percentile  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.claims.actions import accept_claim, submit_claim  # noqa: E402
from marketplace.claims.models import Claim  # noqa: E402
from marketplace.claims.permissions import gates_between  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.core.refusals import Refusal  # noqa: E402
from marketplace.journal.models import Entry  # noqa: E402
from marketplace.listings.closing import close_demand  # noqa: E402
from marketplace.listings.gates import refusing  # noqa: E402
from marketplace.listings.models import Demand, DemandLifecycle  # noqa: E402
from marketplace.organisations.models import Organisation  # noqa: E402

Call = Callable[[int], object]
Pair = tuple[str, int]


class Crowd:
    """Threads that call together, round after round, each over a connection of its own."""

    def __init__(self, callers: int) -> None:
        self._callers = callers
        self._pool = ThreadPoolExecutor(callers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._each(_leave)
        self._pool.shutdown()

    def call(self, call: Call) -> float:
        """Call in every thread in the same instant; return how long the last one took."""
        return max(self._each(partial(_seconds_of, call)))

    def _each(self, do: Callable[[int], float]) -> list[float]:
        """Do something once in each thread; all of them start together."""
        together = Barrier(self._callers)

        def run(number: int) -> float:
            connection.ensure_connection()
            together.wait(timeout=60)
            return do(number)

        return list(self._pool.map(run, range(self._callers)))


def _seconds_of(call: Call, number: int) -> float:
    started = time.perf_counter()
    # Somebody was quicker, and this one is told.
    with contextlib.suppress(Refusal):
        call(number)
    return time.perf_counter() - started


def _leave(_number: int) -> float:
    connections.close_all()
    return 0.0


def submitting(pair: Pair) -> tuple[Call, Model, str]:
    """Return how one of many applies with a key of its own, and what it must record once."""
    number, firm_key = pair
    demand = Demand.objects.select_related("lifecycle").get(lifecycle__number=number)
    by = User.objects.get(email=BIDDER)
    firm = Organisation.objects.get(pk=firm_key)

    def call(caller: int) -> object:
        return submit_claim(
            Demand.objects.select_related("lifecycle").get(pk=demand.pk),
            firm=firm,
            by=by,
            pitch="两周内给出样板点的回算结果。",
            contact_name="林工",
            contact_phone="0592-5550000",
            idempotency_key=f"race-{number}-{firm_key}-{caller}",
        )

    return call, demand, "claim_submitted"


def accepting(pair: Pair) -> tuple[Call, Model, str]:
    """Return how one of many officers accepts the application of a pair, whoever was before."""
    several = Demand.Cooperation.MULTIPLE
    Demand.objects.filter(lifecycle__number=pair[0]).update(cooperation=several, slots=None)
    number, firm_key = pair
    claim = Claim.objects.live().get(demand__lifecycle__number=number, firm=firm_key)
    officer = User.objects.get(email=OFFICER)
    accept = partial(accept_claim, claim, by=officer, despite="Nobody checks credit in a bench.")
    return lambda _caller: accept(), claim, "claim_accepted"


def closing(pair: Pair) -> tuple[Call, Model, str]:
    """Return how one of many closes the demand of a pair, whose close has just passed."""
    rows = DemandLifecycle.objects.filter(number=pair[0])
    rows.update(closes_at=clock.now() - timedelta(milliseconds=1), closed_at=None)
    lifecycle = rows.select_related("demand").get()
    return lambda _caller: close_demand(lifecycle), lifecycle.demand, "demand_closed"


def rounds(
    race: Callable[[Pair], tuple[Call, Model, str]], pairs: list[Pair], *, crowd: Crowd
) -> dict[str, object]:
    """Return how many rounds did not have exactly one effect, and how long the last caller took."""
    wrong, seconds = 0, []
    for pair in pairs:
        call, subject, kind = race(pair)
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        seconds.append(crowd.call(call))
        made = Entry.objects.filter(pk__gt=newest, kind=kind)
        wrong += sum(_is_about(entry, subject) for entry in made) != 1
    return {"rounds": len(pairs), "wrong": wrong, "slowest_p95_s": percentile(seconds, 0.95)}


def _is_about(entry: Entry, subject: Model) -> bool:
    """Return whether an entry is the subject's own, or names it as its demand."""
    return str(subject.pk) in {entry.subject_key, str(entry.data.get("demand"))}


def at_the_border(count: int) -> dict[str, object]:
    """Return how many things at the border of the close were not as the rule says."""
    by, now = User.objects.get(email=BIDDER), clock.now()
    owner = User.objects.get(email=OFFICER).memberships.select_related("organisation")[0]
    plain = Demand.objects.public().filter(qualifications=None).select_related("lifecycle")[0]
    mine = Organisation.objects.filter(memberships__user=by).order_by("pk")
    fit = (one for one in mine if not refusing(gates_between(plain, one, at=now)))
    firms = list(islice(fit, FIRMS))
    wrong = wrong_rounds(count, owner=owner.organisation, firms=firms, by=by)
    return {"rounds": 2 * count, "wrong": len(wrong), "said": wrong[:5]}


def main() -> None:
    """Run the rounds of each act, closing last."""
    count, callers = map(int, sys.argv[1:])
    pairs: Any = prepare(count)["pairs"]
    races: Any = {"submit": submitting, "accept": accepting, "close": closing}
    with Crowd(callers) as crowd:
        run = partial(rounds, crowd=crowd)
        told = [{"act": act, **run(race, pairs)} for act, race in races.items()]
    print(json.dumps([*told, {"act": "border", **at_the_border(count)}]))


if __name__ == "__main__":
    main()
