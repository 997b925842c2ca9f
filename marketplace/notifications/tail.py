"""The one reader of what is new in a web process, for all of its connected pages."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.db import close_old_connections, connections

from marketplace.core.outages import Outage
from marketplace.notifications.audible import Audible
from marketplace.notifications.page import ROLES_CHANGED, Page
from marketplace.notifications.pushing import Pushes
from marketplace.notifications.reading import answers, followable
from marketplace.notifications.topic_changes import changed_since
from marketplace.notifications.wake import GROUP, Hint

logger = logging.getLogger(__name__)

# Seconds between two looks where no hint comes, and after an error.
POLL = 0.5
PAUSE = 2.0
# Seconds between two looks at all sessions: what ended without a hint ends then.
SWEEP = 5.0

T = TypeVar("T")
Known = Mapping[str, int]


class Tail:
    """Looks for what is new while pages are connected: at each hint, and every half second."""

    def __init__(self) -> None:
        self._pages = Audible()
        self._due: set[Page] = set()
        self._checked: set[Page] = set()
        self._asking: dict[Page, Known] = {}
        self._pushes = Pushes(self._pushed)
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._change: int | None = None
        self._swept = 0.0

    def join(self, page: Page) -> None:
        """Serve a page from now on, beginning with what it missed."""
        self._pages.add(page)
        self._due.add(page)
        self._start()

    def follow(self, page: Page, known: Known) -> None:
        """Tell a page of these topics, as far as it may follow them, from the versions it knows."""
        self._pages.add(page)
        self._asking[page] = known
        self._start()

    def leave(self, page: Page) -> None:
        """Serve a page no more."""
        self._pages.discard(page)
        self._due.discard(page)
        self._checked.discard(page)
        self._asking.pop(page, None)
        if not self._pages:
            self._news.set()

    async def close(self) -> None:
        """Serve nobody any more, and wait until everything is put away."""
        self._pages = Audible()
        self._news.set()
        if self._task is not None:
            await self._task

    def hear(self, hint: Hint) -> None:
        """Take a hint of the channel layer: which pages to look at now."""
        pages = set() if hint["type"] == "topics" else self._pages.of(hint["people"])
        if hint["type"] == "renew":
            for page in pages:
                self._pushes.start(page, page.close(ROLES_CHANGED))
        elif hint["type"] == "check":
            self._checked |= pages
        self._due |= pages
        self._news.set()

    def _start(self) -> None:
        self._news.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        hints = asyncio.create_task(listen(self.hear))
        # A thread of its own: it keeps its connection, and waits for no request.
        with ThreadPoolExecutor(1, thread_name_prefix="notifications-tail") as thread:
            try:
                while self._pages:
                    await self._look(thread)
            finally:
                # From here on a page that joins starts anew.
                self._task = self._change = None
                hints.cancel()
                thread.submit(connections.close_all)
        await asyncio.wait([hints])

    async def _look(self, thread: ThreadPoolExecutor) -> None:
        self._news.clear()
        try:
            await self._tell_news(thread)
            await self._tell_topics(thread)
        except Exception:
            logger.exception("the tail pauses %.1f s", PAUSE)
            await asyncio.sleep(PAUSE)
            self._due |= self._pages.of(None)
            self._swept = 0.0
            return
        try:
            await asyncio.wait_for(self._news.wait(), POLL)
        except TimeoutError:
            self._due |= self._pages.of(None)

    async def _tell_news(self, thread: ThreadPoolExecutor) -> None:
        self._sweep()
        busy = self._pushes.busy
        wants = {page: page.want for page in self._due - busy if page.want is not None}
        check = bool(self._checked)
        self._due &= busy
        self._checked &= busy
        if not wants:
            return
        found = await _in(thread, lambda: answers(list(wants.values()), check=check))
        for page, answer in zip(wants, found, strict=True):
            if page in self._pages and (answer.news is not None or not answer.is_signed_in):
                self._pushes.start(page, page.push(answer))
                if answer.news is not None and answer.news.more:
                    self._due.add(page)

    def _sweep(self) -> None:
        if time.monotonic() - self._swept > SWEEP:
            self._swept = time.monotonic()
            self._checked = self._pages.of(None)
            self._due |= self._checked

    async def _tell_topics(self, thread: ThreadPoolExecutor) -> None:
        asking = list(self._asking.items())
        if not (asking or self._pages.follows):
            self._change = None
            return
        changed, self._change = await _in(thread, lambda: changed_since(self._change))
        for name, version in changed.items():
            for page in self._pages.followers(name):
                page.change(name, version)
                self._flush(page)
        # Read only now: what changed since is told by the next look.
        allowed = await _in(thread, lambda: [followable(page.user_id, k) for page, k in asking])
        for (page, known), versions in zip(asking, allowed, strict=True):
            if self._asking.get(page) is known:
                del self._asking[page]
                self._pages.follow(page, known, versions=versions)
                self._flush(page)

    def _flush(self, page: Page) -> None:
        if page.pending and page not in self._pushes.busy:
            self._pushes.start(page, page.push(None))

    def _pushed(self, page: Page) -> None:
        # What came while it was being told was kept for it.
        if page in self._pages:
            self._flush(page)
        if page in self._due:
            self._news.set()


async def listen(hear: Callable[[Hint], None]) -> None:
    """Take the hints of the channel layer for ever; while it is away the tail polls."""
    outage = Outage(logger, "the channel layer", meanwhile="the tail polls")
    while True:
        try:
            layer = get_channel_layer()
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            outage.ended()
            while True:
                hear(await layer.receive(channel))
        except Exception as error:  # noqa: BLE001 - each layer has errors of its own; polling goes on
            outage.began(error)
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
