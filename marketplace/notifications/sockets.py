"""The websocket at which a page hears of new notifications and of topics that changed."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from marketplace.notifications.limits import LIMITS
from marketplace.notifications.page import NOT_SIGNED_IN, Page, frame
from marketplace.notifications.reading import Want, language_or_default, seal_of
from marketplace.notifications.shared_limits import shared_limits
from marketplace.notifications.tail import tail_of_this_process

MALFORMED = 4400
TOO_LATE = 4408
TOO_MANY = 4429
MAX_MESSAGE = 5000
MAX_NUMBER = 2**53
MAX_TOPICS = 50
MAX_NAME = 80
# A page says where it begins within so many seconds, and sends no more messages a minute.
BEGIN_WITHIN = 15.0
MESSAGES_A_MINUTE = 120

Message = dict[str, Any]


class NotificationSocket(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Tells a page what it missed, once and in order, and then what is new.

    The page says `{"last": number, "reads": count, "lang": tag}` once, the number being the last it
    showed and the count that of its bell,
    `{"topics": {name: version}}` whenever it follows others, and `{"alive": true}` when it wants to
    know that the line holds. A visitor's page follows topics alone.
    """

    # The tail hears the channel layer for all sockets, so a socket needs none, and works without.
    channel_layer_alias = "none"

    _page: Page | None = None
    _person = ""
    _has_ended = False
    _late: asyncio.TimerHandle | None = None

    async def connect(self) -> None:
        """Accept; where the person has too many lines already close with a code that says so."""
        await self.accept()
        self._heard: list[float] = []
        user = self.scope["user"]
        if user.is_authenticated:
            person = f"person {user.pk}"
            most = settings.SOCKETS_PER_PERSON
            if not LIMITS.enter(person, most=most):
                await self.end(TOO_MANY)
                return
            self._person = person
            if not await shared_limits().admits(person, most=most):
                await self.end(TOO_MANY)
                return
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(BEGIN_WITHIN, lambda: loop.create_task(self.end(TOO_LATE)))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Do what a message asks; close on one that asks for nothing, and on a flood."""
        message = _parsed(text_data)
        if self._is_flooded():
            await self.end(TOO_MANY)
        elif message is None:
            await self.end(MALFORMED)
        elif "alive" in message:
            await self.tell(frame({"alive": True}))
        elif "last" in message:
            await self._begin(message)
        elif _are_topics(message.get("topics")):
            self._follow(message["topics"])
        else:
            await self.end(MALFORMED)

    async def disconnect(self, code: int) -> None:
        """Leave the tail, and the count of the person's lines."""
        self._has_ended = True
        if self._late is not None:
            self._late.cancel()
        if self._page is not None:
            tail_of_this_process().leave(self._page)
        if self._person:
            LIMITS.leave(self._person)
            shared_limits().left(self._person)

    async def tell(self, text: str) -> None:
        """Send a frame; nothing once the line is closed."""
        if not self._has_ended:
            await self.send(text_data=text)

    async def end(self, code: int) -> None:
        """Close with a code, once."""
        if not self._has_ended:
            self._has_ended = True
            if self._page is not None:
                tail_of_this_process().leave(self._page)
            await self.close(code)

    async def _begin(self, message: Message) -> None:
        if not self.scope["user"].is_authenticated:
            await self.end(NOT_SIGNED_IN)
        elif self._page is not None or not _is_beginning(message):
            await self.end(MALFORMED)
        else:
            tail_of_this_process().join(self._open(self._want(message)))

    def _follow(self, known: dict[str, int]) -> None:
        tail_of_this_process().follow(self._page or self._open(None), known)

    def _open(self, want: Want | None) -> Page:
        if self._late is not None:
            self._late.cancel()
        cut = self.scope.get("abort", _nothing)
        self._page = Page(send=self.tell, close=self.end, cut=cut, want=want)
        return self._page

    def _want(self, message: Message) -> Want:
        user = self.scope["user"]
        return Want(
            user_id=user.pk,
            after=message["last"],
            language=language_or_default(message.get("lang")),
            session_key=self.scope["session"].session_key or "",
            seal=seal_of(user.password),
            reads=message.get("reads", -1),
        )

    def _is_flooded(self) -> bool:
        now = time.monotonic()
        self._heard = [at for at in self._heard if now - at < 60]  # noqa: PLR2004 - a minute
        self._heard.append(now)
        return len(self._heard) > MESSAGES_A_MINUTE


def _parsed(text: str | None) -> Message | None:
    if text is None or len(text) > MAX_MESSAGE:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_NUMBER


def _is_beginning(message: Message) -> bool:
    return _is_number(message["last"]) and _is_number(message.get("reads", 0))


def _are_topics(value: object) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MAX_TOPICS
        and all(0 < len(name) <= MAX_NAME and "\0" not in name for name in value)
        and all(_is_number(version) for version in value.values())
    )


def _nothing() -> None:
    """Leave a line alone whose server gives no way to cut it."""
