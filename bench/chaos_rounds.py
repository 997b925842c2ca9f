"""Rounds of writing while everything that a portal stands on falls over, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench.cable import Cable
from bench.chaos_portal import Victim, Writer, wait_until_it_answers
from bench.own_redis import OwnRedis
from bench.witnesses import Witness


@dataclass(kw_only=True)
class Chaos:
    """What may fall over, how often, and what did."""

    webs: dict[int, Victim]
    workers: Sequence[Victim]
    redis: OwnRedis
    engine: Cable
    server: str
    database: str
    rounds: int
    engine_seconds: float
    kills: int = 20
    redis_restarts: int = 3
    cuts: int = 10
    done: dict[str, int] = field(default_factory=dict)
    killing: asyncio.Lock = field(default_factory=asyncio.Lock)
    restarting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, writer: Writer, witnesses: Sequence[Witness], *, groups: int) -> None:
        """Write a group's messages each round, and let something fall over."""
        later: list[asyncio.Task[None]] = []
        for number in range(self.rounds):
            later += [asyncio.create_task(one) for one in self._falling(number)]
            self._cut_lines(witnesses)
            await writer.write(number % groups, number)
        await asyncio.gather(*later)

    def _falling(self, number: int) -> list[Coroutine[Any, Any, None]]:
        """Return what falls over in a round, one thing or several."""
        due: list[Coroutine[Any, Any, None]] = []
        if self._is_turn(number, self.kills):
            due.append(self._kill())
        if self._is_turn(number, self.redis_restarts):
            due.append(self._restart_redis())
        if self._is_turn(number, self.cuts):
            due.append(self._cut_connections())
        if number == self.rounds * 2 // 5:
            due.append(self._stop_engine())
        return due

    def _is_turn(self, number: int, times: int) -> bool:
        """Return whether one of so many turns, spread over the rounds, falls on this one."""
        return number * times // self.rounds != (number - 1) * times // self.rounds

    def _count(self, name: str, more: int = 1) -> None:
        self.done[name] = self.done.get(name, 0) + more

    def _cut_lines(self, witnesses: Sequence[Witness]) -> None:
        chosen = random.sample(list(witnesses), max(1, len(witnesses) // self.rounds))
        for witness in chosen:
            witness.cut()
        self._count("lines cut", len(chosen))

    async def _kill(self) -> None:
        """Kill the next process and start it again: one at a time, so that none runs twice."""
        ports = list(self.webs)
        victims = [*self.webs.values(), *self.workers]
        async with self.killing:
            chosen = self.done.get("processes", 0) % len(victims)
            if not await asyncio.to_thread(victims[chosen].kill):
                self._count("ended by themselves")
            victims[chosen].start()
            self._count("processes")
            if chosen < len(ports):
                await asyncio.to_thread(wait_until_it_answers, ports[chosen])

    async def _restart_redis(self) -> None:
        """Leave everybody without it for a second; quick rounds wait for each other."""
        async with self.restarting:
            await asyncio.to_thread(self.redis.kill)
            await asyncio.sleep(1)
            await asyncio.to_thread(self.redis.start)
            self._count("Redis")

    async def _stop_engine(self) -> None:
        self.engine.cut()
        await asyncio.sleep(self.engine_seconds)
        self.engine.mend()
        self._count("engine")

    async def _cut_connections(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.server, autocommit=True) as database:
            rows = await database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.database],
            )
            self._count("connections", len(await rows.fetchall()))


@contextlib.asynccontextmanager
async def watching(witnesses: Sequence[Witness]) -> AsyncIterator[None]:
    """Let witnesses watch during the block."""
    tasks = [asyncio.create_task(witness.watch()) for witness in witnesses]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
