"""Hints from threads to sockets: there is something new. The numbers heal a hint that is lost."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Collection, Coroutine
from concurrent.futures import Future
from typing import Any

from channels.layers import get_channel_layer

from marketplace.core.outages import Outage

logger = logging.getLogger(__name__)

GROUP = "notifications"

Hint = dict[str, Any]


class _Loop:
    """The event loop on which this process speaks to the channel layer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Use the web server's loop, on which the sockets live; None to let go of it."""
        with self._lock:
            self._loop = loop

    def submit(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Run a coroutine from any thread; a process without web server gets a loop of its own."""
        with self._lock:
            if self._loop is None or self._loop.is_closed():
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._loop.run_forever, name="channel-layer", daemon=True
                ).start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)


_loop = _Loop()
attach = _loop.attach
_outage = Outage(logger, "the channel layer", meanwhile="sockets poll")


def sockets(people: Collection[int] | None = None) -> None:
    """Tell every web process that something was committed for some people, None for anybody."""
    _hint({"type": "news", "people": None if people is None else list(people)})


def topics() -> None:
    """Tell every web process that the version of a topic has grown."""
    _hint({"type": "topics"})


def check(person: int) -> None:
    """Have every web process ask at once whether a person's sessions still hold."""
    _hint({"type": "check", "people": [person]})


def renew(*people: int) -> None:
    """Have every web process close people's sockets, so that each asks anew what it may see."""
    _hint({"type": "renew", "people": list(people)})


def _hint(hint: Hint) -> None:
    _loop.submit(_send(hint)).add_done_callback(_complain)


async def _send(hint: Hint) -> None:
    layer = get_channel_layer()
    async with asyncio.timeout(5):
        await layer.group_send(GROUP, hint)


def _complain(sent: Future[None]) -> None:
    if sent.cancelled():
        return
    error = sent.exception()
    if error is None:
        _outage.ended()
    else:
        _outage.began(error)
