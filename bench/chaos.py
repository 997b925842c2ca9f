"""Nothing is lost, doubled or out of order while everything falls over: `make bench-chaos`.

Thousands of notifications are written, and listings published, revised and withdrawn, while sockets
are cut, web processes and workers killed, a Redis of its own restarted, connections of PostgreSQL
ended and the cable to Elasticsearch cut. The clients' own record is compared with the rows, and the
index with the listings.

ROUNDS, SOCKETS, GROUP (people told at once) and ENGINE_SECONDS make it smaller or greater.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from bench.cable import Cable, cable
from bench.chaos_portal import Writer, steady_port, wait_until_it_answers, web, worker
from bench.chaos_rounds import Chaos, watching
from bench.own_redis import OwnRedis
from bench.portal import ROOT, Portal, portal
from bench.report import Bar, Report
from bench.witnesses import Verdict, Witness, all_heard, verdict

ROUNDS = int(os.environ.get("ROUNDS", "200"))
SOCKETS = int(os.environ.get("SOCKETS", "1000"))
GROUP = int(os.environ.get("GROUP", "25"))
ENGINE_SECONDS = float(os.environ.get("ENGINE_SECONDS", "60"))
# Each person looks from so many browsers: a message is told to all of them.
BROWSERS = 4
HEARD_WITHIN = 120.0
NOTHING = ("lost", "doubled", "out of order", "rows missing", "index differs from the rows")
BARS = [Bar(name, at_most=0) for name in (*NOTHING, "processes ended by themselves")]
UNLIMITED = dict.fromkeys(("SOCKETS_PER_ADDRESS", "SOCKET_CONNECTS_A_MINUTE"), "1000000")


def main() -> None:
    """Run the rounds on a portal with the demo's content, and report."""
    raise_open_files()
    redis = OwnRedis()
    redis.start()
    try:
        with Report("chaos", BARS) as report, cable(os.environ["ELASTICSEARCH_URL"]) as engine:
            own = {**UNLIMITED, "REDIS_URL": redis.url, "ELASTICSEARCH_URL": engine.url}
            with portal(services=True, encoder="none", own=own, serves=False) as running:
                asyncio.run(_measure(report, running, redis=redis, engine=engine))
    finally:
        redis.kill()


def raise_open_files() -> None:
    """Let this process and its children have as many sockets as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _measure(report: Report, running: Portal, *, redis: OwnRedis, engine: Cable) -> None:
    environment = running.environment
    groups = max(1, SOCKETS // BROWSERS // GROUP)
    people = await asyncio.to_thread(
        running.ask, "bench.chaos_world", "prepare", str(groups), str(GROUP)
    )
    webs = {port: web(port, environment) for port in (steady_port(), steady_port())}
    workers = [worker(environment), worker(environment)]
    chaos = Chaos(
        webs=webs,
        workers=workers,
        redis=redis,
        engine=engine,
        server=os.environ["DATABASE_URL"],
        database=environment["DATABASE_URL"].rpartition("/")[2],
        rounds=ROUNDS,
        engine_seconds=ENGINE_SECONDS,
    )
    try:
        await _run(report, running, chaos=chaos, people=people)
    finally:
        for victim in (*webs.values(), *workers):
            victim.kill()


async def _run(
    report: Report, running: Portal, *, chaos: Chaos, people: list[dict[str, Any]]
) -> None:
    for victim in (*chaos.webs.values(), *chaos.workers):
        victim.start()
    for port in chaos.webs:
        await asyncio.to_thread(wait_until_it_answers, port)
    ports = list(chaos.webs)
    witnesses = [
        Witness(one["key"], one["session"], ports) for one in people for _ in range(BROWSERS)
    ]
    writer = Writer(running.environment)
    await writer.start()
    async with watching(witnesses):
        await chaos.run(writer, witnesses, groups=len(people) // GROUP)
        await writer.stop()
        told = await asyncio.to_thread(running.ask, "bench.chaos_world", "tell")
        last = {int(key): int(number) for key, number in told["last"].items()}
        await all_heard(witnesses, last, seconds=HEARD_WITHIN)
    report.row(
        sockets=len(witnesses),
        notifications=told["rows"],
        listings_withdrawn=told["withdrawn"],
        **chaos.done,
    )
    found = sum((verdict(one.heard, last.get(one.person, 0)) for one in witnesses), Verdict())
    report.measured("lost", found.lost)
    report.measured("doubled", found.doubled)
    report.measured("out of order", found.out_of_order)
    report.measured("rows missing", told["missing"])
    report.measured("processes ended by themselves", chaos.done.get("ended by themselves", 0))
    differing = await asyncio.to_thread(differs, running.environment)
    report.measured("index differs from the rows", differing)


def differs(environment: Mapping[str, str]) -> int:
    """Return 0 where the index is as the rows are after one following, else 1."""
    words = [sys.executable, "manage.py", "search", "verify"]
    done = subprocess.run(words, env=dict(environment), cwd=ROOT, stdout=sys.stderr, check=False)
    return int(done.returncode != 0)


if __name__ == "__main__":
    main()
