"""Two web processes limit one address together while Redis is there, and each alone while not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bench.own_redis import OwnRedis
from marketplace.notifications import shared_limits
from marketplace.notifications.gate import Gate
from marketplace.notifications.limits import Limits
from marketplace.notifications.shared_limits import SharedLimits
from tests.notifications.redis_server import running_redis
from tests.notifications.test_gate import Inner, heard_by

REFUSED = [{"type": "websocket.close"}]


@pytest.fixture
def redis() -> Iterator[OwnRedis]:
    with running_redis() as server:
        yield server


class Process:
    """What one web process knows."""

    def __init__(self, url: str) -> None:
        self.limits = Limits()
        self.shared = SharedLimits(self.limits, url)
        self.gate = Gate(Inner(), limits=self.limits, shared=lambda: self.shared)

    async def enters(self, name: str, *, most: int = 3, rate: int = 0) -> bool:
        assert self.limits.enter(name, most=1000)
        admitted = await self.shared.admits(name, most=most, rate=rate)
        if not admitted:
            self.leaves(name)
        return admitted

    def leaves(self, name: str) -> None:
        self.limits.leave(name)
        self.shared.left(name)

    async def told(self) -> None:
        """Wait until all that it had to tell is told."""
        beats = self.shared._beats
        while tasks := [task for task in self.shared._tasks if task is not beats]:
            await asyncio.wait(tasks)


@pytest.fixture
async def two(redis: OwnRedis) -> AsyncIterator[tuple[Process, Process]]:
    one, other = Process(redis.url), Process(redis.url)
    yield one, other
    await one.shared.close()
    await other.shared.close()


async def test_what_two_processes_hold_counts_together(two):
    one, other = two
    assert [await one.enters("a"), await other.enters("a"), await one.enters("a")] == [True] * 3
    assert [await one.enters("a"), await other.enters("a")] == [False] * 2
    assert await other.enters("b"), "another name is not concerned"
    one.leaves("a")
    await one.told()
    assert await other.enters("a")
    assert not await one.enters("a")


async def test_many_at_once_are_counted_exactly(two):
    calls = [process.enters("a", most=7) for process in two for _ in range(20)]
    assert sum(await asyncio.gather(*calls)) == 7
    for process in two:
        await process.told()
        while process.limits.held("a"):
            process.leaves("a")
        await process.told()
    assert sum(await asyncio.gather(*[two[0].enters("a", most=5) for _ in range(9)])) == 5


async def test_connects_of_an_address_are_limited_over_both(two, settings):
    settings.SOCKET_CONNECTS_A_MINUTE = 40
    told = [await heard_by(process.gate) for _ in range(8) for process in two]
    assert sum(not one for one in told) == 10, "a quarter of a minute's at once"
    assert told[-1] == REFUSED
    assert await heard_by(two[0].gate, address="192.0.2.9") == []


async def test_what_a_killed_process_held_counts_no_longer(two, redis, monkeypatch):
    monkeypatch.setattr(shared_limits, "LIVES", 1)
    killed = Process(redis.url)
    assert [await killed.enters("a") for _ in range(3)] == [True] * 3
    for task in killed.shared._tasks:
        task.cancel()
    await killed.shared._redis.aclose()
    assert not await two[0].enters("a")
    await asyncio.sleep(1.2)
    assert await two[0].enters("a")


async def test_what_a_process_holds_counts_while_it_lives_and_no_longer_once_it_closed(
    two, monkeypatch
):
    monkeypatch.setattr(shared_limits, "LIVES", 1)
    monkeypatch.setattr(shared_limits, "BEAT", 0.3)
    one, other = two
    assert [await one.enters("a") for _ in range(3)] == [True] * 3
    await asyncio.sleep(1.5)
    assert not await other.enters("a")
    await one.shared.close()
    assert await other.enters("a")


async def test_while_redis_is_away_nobody_is_refused_for_it_and_later_both_count_again(
    two, redis, monkeypatch, settings, caplog
):
    monkeypatch.setattr(shared_limits, "BEAT", 0.2)
    monkeypatch.setattr(shared_limits, "AWAY", 0.3)
    one, other = two
    assert [await one.enters("a") for _ in range(3)] == [True] * 3
    redis.kill()
    assert [await other.enters("a") for _ in range(2)] == [True] * 2
    settings.SOCKETS_PER_ADDRESS = 1000
    assert await heard_by(other.gate) == []
    redis.start()
    await asyncio.sleep(1.5)
    assert not await other.enters("a", most=5), "both told anew what they hold"
    assert await other.enters("a", most=6)
    told = [one for one in caplog.messages if one.startswith("Redis is")]
    assert len([one for one in told if "is away, each process limits" in one]) == 2, "once each"
    assert len([one for one in told if one == "Redis is back"]) == 2


async def test_a_redis_that_hangs_delays_a_connect_a_little_and_once(monkeypatch):
    monkeypatch.setattr(shared_limits, "PATIENCE", 0.2)
    silent = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    process = Process(f"redis://127.0.0.1:{port}/0")
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert all(await asyncio.gather(*[process.enters("a") for _ in range(20)]))
    assert loop.time() - began < 2
    await process.shared.close()
    silent.close()


async def test_without_redis_nothing_is_asked():
    process = Process("")
    assert all([await process.enters("a") for _ in range(9)])
    process.leaves("a")
    assert not process.shared._tasks
    await process.shared.close()
