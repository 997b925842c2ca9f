"""The steps of `bench.seal`: run as a program in a portal's environment, prints JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after the set-up
from django.db import connections  # noqa: E402

from bench import seal_world as world  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.bids.book import entries_of  # noqa: E402
from marketplace.bids.models import Bid, Opening  # noqa: E402
from marketplace.bids.opening import open_bids  # noqa: E402
from marketplace.bids.submitting import submit_bid  # noqa: E402
from marketplace.challenges.models import Challenge  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.core.refusals import Refusal  # noqa: E402
from marketplace.journal.models import Entry  # noqa: E402
from marketplace.listings.closing import close_due  # noqa: E402
from marketplace.listings.models import DemandLifecycle  # noqa: E402
from marketplace.organisations.models import Organisation  # noqa: E402

AHEAD = timedelta(milliseconds=120)
"""How long before the close of a round its submissions are prepared."""


def at_once(calls: list[Callable[[], object]]) -> list[str]:
    """Run calls in threads that start together; return each one's refusal code or "done"."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        together.wait(timeout=60)
        try:
            call()
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def submitting(challenge: Challenge, callers: int) -> bool:
    """Return whether many submissions of one firm made exactly one bid of one version."""
    firm, by = world.bidder()
    mark = world.drafted(challenge, firm, by=by)
    submit = partial(submit_bid, challenge, firm=firm, by=by, seen=mark)
    calls: list[Callable[[], object]] = [
        partial(submit, idempotency_key=f"key{number}") for number in range(callers)
    ]
    answers = at_once(calls)
    sealed = entries_of(challenge)[firm.pk].bid
    return answers.count("done") == 1 and sealed is not None and sealed.version == 1


def at_the_close(challenge: Challenge) -> bool:
    """Return whether a bid that meets the close is in only where its instant lies before it."""
    firm, by = world.bidder()
    mark = world.drafted(challenge, firm, by=by)
    closes = clock.now() + AHEAD
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(closes_at=closes)
    again = world.fresh(challenge.pk)
    calls: list[Callable[[], object]] = [
        partial(_later, again, firm=firm, by=by, mark=mark, at=closes, off=off)
        for off in (-30, -15, -1, 0, 1)
    ]
    answers = at_once(calls)
    entry = entries_of(challenge)[firm.pk]
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
        closes_at=clock.now() + timedelta(days=1)
    )
    if entry.bid is None:
        return set(answers) == {"closed"}
    return answers.count("done") == 1 and datetime.fromisoformat(entry.bid.at) < closes


def closed_twice(officer: User) -> bool:
    """Return whether two closers at the close record it once, and a bid beside them is in or out.

    Each round has a challenge of its own, for a close is for good.
    """
    challenge = world.challenge_of(officer)
    firm, by = world.bidder()
    mark = world.drafted(challenge, firm, by=by)
    closes = clock.now() + AHEAD
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(closes_at=closes)
    again = world.fresh(challenge.pk)
    calls: list[Callable[[], object]] = [
        partial(_later, again, firm=firm, by=by, mark=mark, at=closes, off=-1),
        *[partial(_close_at, closes)] * 2,
    ]
    answers = at_once(calls)
    entry = entries_of(challenge)[firm.pk]
    closed = Entry.objects.filter(kind="demand_closed", subject_key=str(challenge.demand_id))
    return closed.count() == 1 and (entry.bid is None) == ("closed" in answers)


def _close_at(instant: datetime) -> None:
    _sleep_until(instant)
    close_due()


def _sleep_until(instant: datetime) -> None:
    time.sleep(max(0.0, (instant - clock.now()).total_seconds()))


def _later(
    challenge: Challenge, *, firm: Organisation, by: User, mark: str, at: datetime, off: int
) -> None:
    _sleep_until(at + timedelta(milliseconds=off))
    submit_bid(challenge, firm=firm, by=by, seen=mark)


def opening(officer: User) -> bool:
    """Return whether two openers beside each other made exactly one opening."""
    challenge = world.challenge_of(officer)
    for _number in range(2):
        world.bid(challenge)
    challenge = world.close(challenge)
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    calls: list[Callable[[], object]] = [partial(open_bids, challenge, by=officer)] * 2
    answers = at_once(calls)
    once = Entry.objects.filter(pk__gt=newest, kind__in=["bids_opened", "challenge_opened"])
    rows = Bid.objects.filter(challenge=challenge).count()
    return "done" in answers and once.count() == 2 and rows == 2


def races(rounds: int, callers: int) -> list[dict[str, object]]:
    """Return how many rounds of each race did not end as ruled."""
    settings.SEAL_DECOY_MEGABYTES = 0
    officer = world.officer_of("officer")
    acts: dict[str, Callable[[Challenge], bool]] = {
        "submit": partial(submitting, callers=callers),
        "close": at_the_close,
        "closers": lambda _challenge: closed_twice(officer),
        "open": lambda _challenge: opening(officer),
    }
    told = []
    for act, race in acts.items():
        challenge = world.challenge_of(officer)
        started = time.perf_counter()
        wrong = 0
        for number in range(rounds):
            if number % 40 == 39:  # a vault as large as one of a well-liked challenge
                challenge = world.challenge_of(officer)
            wrong += not race(challenge)
        seconds = time.perf_counter() - started
        told.append({"act": act, "rounds": rounds, "wrong": wrong, "seconds": seconds})
    return told


def prepare(count: int, size: int) -> dict[str, object]:
    """Make a closed challenge with so many bids of so many bytes."""
    officer = world.officer_of("officer")
    challenge = world.challenge_of(officer)
    for _number in range(count):
        world.bid(challenge, size=size)
    world.close(challenge)
    return {"challenge": challenge.pk, "officer": officer.pk}


def open_now(key: int, officer: int) -> dict[str, object]:
    """Open the bids of a challenge; return seconds, the most memory, and what is there."""
    started = time.perf_counter()
    record = open_bids(world.fresh(key), by=User.objects.get(pk=officer))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bids = list(Bid.objects.filter(challenge=key))
    return {
        "seconds": time.perf_counter() - started,
        "peak_mb": peak,
        "total": record.total,
        "committed": sum(one.is_committed for one in bids),
        "openings": Opening.objects.filter(challenge=key).count(),
    }


def opened(key: int) -> int:
    """Return how many bids of a challenge are opened so far."""
    return Bid.objects.filter(challenge=key).count()


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    steps: dict[str, Callable[..., object]] = {
        "races": races,
        "prepare": prepare,
        "open": open_now,
        "opened": opened,
    }
    print(json.dumps(steps[step](*map(int, arguments))))


if __name__ == "__main__":
    main()
