"""Pages on real sockets that write down what they hear, and come back when their line is cut."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

PAUSES = (0.1, 1.0)


@dataclass(eq=False)
class Witness:
    """One page of a person: the numbers of the messages that it was told, in order, and when."""

    person: int
    session: str
    ports: Sequence[int]
    heard: list[int] = field(default_factory=list)
    at: dict[int, float] = field(default_factory=dict)
    _line: ClientConnection | None = None

    async def watch(self) -> None:
        """Hold a line for ever, each time from the number that was heard last."""
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                await self._hold(random.choice(self.ports))  # noqa: S311 - variety
            self._line = None
            await asyncio.sleep(random.uniform(*PAUSES))  # noqa: S311 - variety

    def cut(self) -> None:
        """End the line as a lost network would."""
        if self._line is not None:
            self._line.transport.abort()

    async def _hold(self, port: int) -> None:
        async with connect(
            f"ws://127.0.0.1:{port}/ws/notifications/",
            origin=Origin(f"http://127.0.0.1:{port}"),
            additional_headers={"Cookie": f"sessionid={self.session}"},
            compression=None,
            ping_interval=5,
            ping_timeout=10,
            max_size=None,
        ) as line:
            self._line = line
            await line.send(json.dumps({"last": self.heard[-1] if self.heard else 0}))
            async for text in line:
                self._note(json.loads(text))

    def _note(self, message: dict[str, object]) -> None:
        notices = message.get("notices")
        if isinstance(notices, list):
            numbers = [notice["number"] for notice in notices]
            self.heard += numbers
            self.at.update(dict.fromkeys(numbers, time.time()))


@dataclass(frozen=True)
class Verdict:
    """What the witnesses' own records say against what the database holds."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        """Return both together."""
        return Verdict(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.out_of_order + other.out_of_order,
        )


def verdict(heard: Sequence[int], last: int) -> Verdict:
    """Return what one record lacks of the numbers up to the last one given, or has too often."""
    once = set(heard)
    return Verdict(
        lost=len(set(range(1, last + 1)) - once),
        doubled=len(heard) - len(once),
        out_of_order=sum(before >= after for before, after in pairwise(heard)),
    )


async def all_heard(witnesses: Sequence[Witness], last: dict[int, int], *, seconds: float) -> None:
    """Wait until every witness has heard the last number of its person, or time is up."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for witness in witnesses:
                while not witness.heard or witness.heard[-1] < last.get(witness.person, 0):
                    if not last.get(witness.person):
                        break
                    await asyncio.sleep(0.05)
