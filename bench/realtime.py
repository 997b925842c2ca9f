"""How fast an event reaches thousands of pages, and a message the page of another person.

The fan-out of one public event over the portal's sockets against that of a plain channels group in
the same process, alternating; then nine applications to one publication, twenty a second, from
commit to the page of the officer and of a follower, with Redis and without; the first WARM writes
find processes that have just started, and do not count. SOCKETS, TURNS and
WRITES make it smaller or greater.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from bench.chaos import UNLIMITED, raise_open_files
from bench.chaos_portal import ROOT, Victim, Writer, steady_port, wait_until_it_answers, web, worker
from bench.chaos_rounds import watching
from bench.own_redis import OwnRedis
from bench.portal import Portal, portal
from bench.report import Bar, Report, percentile
from bench.witnesses import Witness

SOCKETS = int(os.environ.get("SOCKETS", "5000"))
TURNS = int(os.environ.get("TURNS", "9"))
WRITES = int(os.environ.get("WRITES", "400"))
WARM = 60
WRITES_A_SECOND = 20
WRITERS = 4
"""How many processes write: a publication takes longer than a twentieth of a second."""
LATE_SECONDS = 30.0
SILENCE_SECONDS = 3.0
RATIO = "fan-out to all sockets, p99, against a plain group"
WITH_REDIS = "commit to another person's page, p95, services"
WITHOUT_REDIS = "commit to another person's page, p95, Redis down"
BARS = [
    Bar(RATIO, at_most=1.2, unit="times"),
    Bar(WITH_REDIS, at_most=1.0, unit="s"),
    Bar(WITHOUT_REDIS, at_most=2.5, unit="s"),
]
_PATHS = {"topic": "/ws/notifications/", "plain": "/ws/plain/"}
_SAYS = {"topic": '{"topics": {"bench:1": 0}}', "plain": ""}


def main() -> None:
    """Measure both on a portal with the demo's content, and report."""
    raise_open_files()
    redis = OwnRedis()
    redis.start()
    try:
        with Report("realtime", BARS) as report:
            own = {**UNLIMITED, "REDIS_URL": redis.url}
            with portal(services=True, encoder="none", own=own, serves=False) as running:
                _fan_out(report, running)
                asyncio.run(_delays(report, running, redis=redis))
    finally:
        redis.kill()


def _fan_out(report: Report, running: Portal) -> None:
    port = steady_port()
    server = web(port, running.environment, world="realtime_world")
    server.start()
    try:
        wait_until_it_answers(port)
        empty = _resident(server)
        with _clients(port, "topic") as topic:
            report.row(
                sockets=SOCKETS, kilobytes_per_idle_socket=(_resident(server) - empty) / SOCKETS
            )
            with _clients(port, "plain") as plain:
                ratios = [_turn(report, port, topic=topic, plain=plain) for _ in range(TURNS)]
        report.measured(RATIO, statistics.median(ratios))
    finally:
        server.kill()


def _turn(
    report: Report, port: int, *, topic: subprocess.Popen[str], plain: subprocess.Popen[str]
) -> float:
    """Return the ratio of the two p99 of one turn."""
    (ours, silent), (theirs, _) = (
        _heard(port, sort, client=client) for sort, client in (("topic", topic), ("plain", plain))
    )
    report.row(topic_p99=ours, plain_p99=theirs, ratio=ours / theirs, silent=silent)
    return ours / theirs


def _heard(port: int, sort: str, *, client: subprocess.Popen[str]) -> tuple[float, int]:
    """Return the p99 of the seconds until a socket hears, and how many heard nothing."""
    assert client.stdin is not None
    assert client.stdout is not None
    request = urllib.request.Request(f"http://127.0.0.1:{port}/fire/{sort}/", method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own
        fired = float(answer.read())
    client.stdin.write("expect\n")
    client.stdin.flush()
    heard = json.loads(client.stdout.readline())
    late = [LATE_SECONDS if at is None else at - fired for at in heard]
    return percentile(late, 0.99), heard.count(None)


@contextmanager
def _clients(port: int, sort: str) -> Iterator[subprocess.Popen[str]]:
    words = ("-m", "bench.light_sockets", str(port), _PATHS[sort], _SAYS[sort], str(SOCKETS))
    client = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert client.stdout is not None
        if client.stdout.readline() != "open\n":
            raise RuntimeError(f"the sockets of {sort} do not open")
        time.sleep(1)
        yield client
    finally:
        client.kill()
        client.wait()


def _resident(server: Victim) -> float:
    """Return the memory of a process in kilobytes."""
    with open(f"/proc/{server.pid}/status", encoding="ascii") as status:  # noqa: PTH123 - no file
        line = next(line for line in status if line.startswith("VmRSS:"))
    return float(line.split()[1])


async def _delays(report: Report, running: Portal, *, redis: OwnRedis) -> None:
    made = await asyncio.to_thread(
        running.ask, "bench.delay_world", "prepare", str(WARM + 2 * WRITES)
    )
    port = steady_port()
    victims = [web(port, running.environment), worker(running.environment)]
    witnesses = [Witness(one["key"], one["session"], [port]) for one in made["people"]]
    writers = [Writer(running.environment, "delay_world") for _ in range(WRITERS)]
    try:
        for victim in victims:
            victim.start()
        await asyncio.to_thread(wait_until_it_answers, port)
        for writer in writers:
            await writer.start()
        async with watching(witnesses):
            await _write(writers, made["jobs"][:WARM])
            await _fall_silent(witnesses)
            for name, begin in ((WITH_REDIS, WARM), (WITHOUT_REDIS, WARM + WRITES)):
                known = {(one.person, number) for one in witnesses for number in one.at}
                pace = await _write(writers, made["jobs"][begin : begin + WRITES])
                await _fall_silent(witnesses)
                late = await asyncio.to_thread(_delays_of, running, witnesses, known=known)
                report.row(
                    setup=name,
                    writes=len(late),
                    writes_a_second=pace,
                    p50=percentile(late, 0.5),
                    worst=max(late),
                )
                report.measured(name, percentile(late, 0.95))
                redis.kill()
        for writer in writers:
            await writer.stop()
    finally:
        for victim in victims:
            victim.kill()


async def _fall_silent(witnesses: Sequence[Witness]) -> None:
    """Wait until no witness has heard anything for a while, or time is up."""
    heard = -1
    for _ in range(round(LATE_SECONDS / SILENCE_SECONDS)):
        if heard == (heard := sum(len(one.at) for one in witnesses)):
            return
        await asyncio.sleep(SILENCE_SECONDS)


async def _write(writers: Sequence[Writer], jobs: Sequence[Sequence[int]]) -> float:
    """Begin a job every twentieth of a second, whether or not those before have been heard.

    Returns how many were done a second.
    """
    free: asyncio.Queue[Writer] = asyncio.Queue()
    for writer in writers:
        free.put_nowait(writer)

    async def do(job: Sequence[int]) -> None:
        writer = await free.get()
        await writer.write(*job)
        free.put_nowait(writer)

    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number, job in enumerate(jobs):
            await asyncio.sleep(max(0.0, begun + number / WRITES_A_SECOND - time.monotonic()))
            group.create_task(do(job))
    return len(jobs) / (time.monotonic() - begun)


def _delays_of(
    running: Portal, witnesses: Sequence[Witness], *, known: Collection[tuple[int, int]]
) -> list[float]:
    """Return the seconds from each new commit to the page; one that never came is late."""
    found = []
    for one in witnesses:
        instants = running.ask("bench.delay_world", "instants", str(one.person))
        found += [
            one.at[int(number)] - at if int(number) in one.at else LATE_SECONDS
            for number, at in instants.items()
            if (one.person, int(number)) not in known
        ]
    return found + [LATE_SECONDS] * (WRITES - len(found))


if __name__ == "__main__":
    main()
