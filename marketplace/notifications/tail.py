"""The one reader of new notifications in a web process, for all of its connected pages."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.db import close_old_connections, connections

from marketplace.notifications.reading import Answer, Want, answers, newest_key
from marketplace.notifications.wake import GROUP

logger = logging.getLogger(__name__)

# Seconds between two looks where no hint comes, and after an error.
POLL = 0.5
PAUSE = 2.0

T = TypeVar("T")


class Page(Protocol):
    """A connected page."""

    want: Want

    async def push(self, answer: Answer) -> None:
        """Send an answer, and remember up to where the page is told."""
        ...


class Tail:
    """Looks for new rows while pages are connected: at each hint, and every half second."""

    def __init__(self) -> None:
        self._pages: set[Page] = set()
        self._pushing: dict[asyncio.Task[None], Page] = {}
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._seen = -1

    def join(self, page: Page) -> None:
        """Serve a page from now on, beginning with what it missed."""
        self._pages.add(page)
        self._look_again()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def leave(self, page: Page) -> None:
        """Serve a page no more."""
        self._pages.discard(page)
        self._news.set()

    def _look_again(self) -> None:
        self._seen = -1
        self._news.set()

    async def close(self) -> None:
        """Serve nobody any more, and wait until everything is put away."""
        self._pages.clear()
        self._news.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        hints = asyncio.create_task(self._hear())
        # A thread of its own: it keeps its connection, and waits for no request.
        with ThreadPoolExecutor(1, thread_name_prefix="notifications-tail") as thread:
            try:
                while self._pages:
                    await self._look(thread)
            finally:
                # From here on a page that joins starts anew.
                self._task = None
                hints.cancel()
                thread.submit(connections.close_all)
        await asyncio.wait([hints])

    async def _look(self, thread: ThreadPoolExecutor) -> None:
        self._news.clear()
        try:
            await self._round(thread)
        except Exception:
            logger.exception("the tail pauses %.1f s", PAUSE)
            await asyncio.sleep(PAUSE)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), POLL)

    async def _round(self, thread: ThreadPoolExecutor) -> None:
        newest = await _in(thread, newest_key)
        if newest == self._seen:
            return
        self._seen = newest
        busy = set(self._pushing.values())
        ready = [page for page in self._pages if page not in busy]
        found = await _in(thread, lambda: answers([page.want for page in ready]))
        for page, answer in zip(ready, found, strict=True):
            if answer.news is not None or not answer.is_signed_in:
                self._push(page, answer)

    def _push(self, page: Page, answer: Answer) -> None:
        # Each page at its own pace: one that does not read holds up none of the others.
        task = asyncio.get_running_loop().create_task(page.push(answer))
        self._pushing[task] = page
        task.add_done_callback(self._pushed)

    def _pushed(self, task: asyncio.Task[None]) -> None:
        del self._pushing[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.info("a page went away while it was told: %r", error)
        # What came while it was being told was skipped.
        self._look_again()

    async def _hear(self) -> None:
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    await layer.receive(channel)
                    self._news.set()
            except Exception as error:  # noqa: BLE001 - each layer has errors of its own; polling goes on
                logger.warning("the channel layer is away, the tail polls: %r", error)
                await asyncio.sleep(PAUSE)


async def _in(thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    def run() -> T:
        close_old_connections()
        return work()

    return await asyncio.get_running_loop().run_in_executor(thread, run)


_tails: WeakKeyDictionary[asyncio.AbstractEventLoop, Tail] = WeakKeyDictionary()


def tail_of_this_process() -> Tail:
    """Return the tail of the running loop: one per web process."""
    loop: Any = asyncio.get_running_loop()
    if loop not in _tails:
        _tails[loop] = Tail()
    return _tails[loop]
