"""A connected page as the tail knows it, and the frames that it is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from marketplace.notifications.reading import Answer, Want

NOT_SIGNED_IN = 4401
ROLES_CHANGED = 4403

Send = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]
Cut = Callable[[], None]


@dataclass(eq=False, slots=True)
class Page:
    """What a page was told, and what waits to be told: never more than its topics' last versions.

    A visitor's page has no `want` and follows topics alone.
    """

    send: Send
    close: Close
    cut: Cut
    want: Want | None = None
    topics: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)

    @property
    def user_id(self) -> int | None:
        """The person who looks at it, None for a visitor."""
        return None if self.want is None else self.want.user_id

    def follow(self, known: Mapping[str, int], versions: Mapping[str, int]) -> None:
        """Follow the topics that have versions, and no others; what the page knew is not told."""
        self.topics = {name: known[name] for name in versions}
        self.pending = {}
        for name, version in versions.items():
            self.change(name, version)

    def change(self, name: str, version: int) -> None:
        """Note that a topic changed; a version that waits to be told is overtaken."""
        if self.topics.get(name) != version:
            self.topics[name] = self.pending[name] = version

    async def push(self, answer: Answer | None) -> None:
        """Send news and changed topics, or close where the session has ended."""
        if answer is not None and not answer.is_signed_in:
            await self.close(NOT_SIGNED_IN)
            return
        if answer is not None and answer.news is not None and self.want is not None:
            await self.send(frame(answer.news.as_json()))
            self.want = replace(self.want, after=answer.news.last, reads=answer.news.reads)
        while self.pending:
            told, self.pending = self.pending, {}
            await self.send(_topics_frame(tuple(told.items())))


def frame(message: Mapping[str, Any]) -> str:
    """Return a message as it goes over the line."""
    return json.dumps(message, ensure_ascii=False)


@lru_cache(maxsize=256)
def _topics_frame(versions: tuple[tuple[str, int], ...]) -> str:
    """Return the frame of changed topics: one event that thousands hear is written once."""
    return frame({"topics": dict(versions)})
