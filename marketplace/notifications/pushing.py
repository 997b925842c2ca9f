"""Sends to each page at its own pace, and cuts the line of one that does not read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from marketplace.notifications.page import Page

logger = logging.getLogger(__name__)

# Seconds that a page may take to read a message before its line is cut; replay heals it.
PATIENCE = 10.0


class Pushes:
    """What is under way to pages: one that does not read holds up none of the others."""

    def __init__(self, done: Callable[[Page], None]) -> None:
        self.busy: set[Page] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._done = done

    def start(self, page: Page, work: Awaitable[None]) -> None:
        """Send or close in a task of its own; the page is busy until then."""
        task = asyncio.get_running_loop().create_task(_patiently(page, work))
        self.busy.add(page)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._end(page, done))

    def _end(self, page: Page, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.busy.discard(page)
        self._done(page)


async def _patiently(page: Page, work: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await work
    except TimeoutError:
        logger.info("a page that does not read is cut off")
        page.cut()
    except Exception as error:  # noqa: BLE001 - each server has errors of its own for a line that is gone
        logger.info("a page went away while it was told: %r", error)
