"""The websocket at which a page hears of new notifications."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from marketplace.notifications.reading import Answer, Want, language_or_default
from marketplace.notifications.tail import tail_of_this_process

NOT_SIGNED_IN = 4401
MALFORMED = 4400
MAX_MESSAGE = 500
MAX_NUMBER = 2**53


class NotificationSocket(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Tells a page what it missed, once and in order, and then what is new.

    The page says `{"last": number, "lang": tag}` once, the number being the last it showed, and
    `{"alive": true}` when it wants to know that the line holds.
    """

    # The tail hears the channel layer for all sockets, so a socket needs none, and works without.
    channel_layer_alias = "none"

    _page: _Page | None = None

    async def connect(self) -> None:
        """Accept; where nobody is signed in close with a code, which a refusal could not tell."""
        await self.accept()
        if not self.scope["user"].is_authenticated:
            await self.close(NOT_SIGNED_IN)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Begin at the page's number, or answer that the line holds; close on anything else."""
        message = _parsed(text_data)
        if message is None or not self.scope["user"].is_authenticated:
            await self.close(MALFORMED)
        elif "alive" in message:
            await self.tell({"alive": True})
        elif self._page is None and _is_number(message.get("last")):
            self._page = _Page(self, self._first_want(message))
            tail_of_this_process().join(self._page)
        else:
            await self.close(MALFORMED)

    async def disconnect(self, code: int) -> None:
        """Leave the tail."""
        if self._page is not None:
            tail_of_this_process().leave(self._page)

    async def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        await self.send(text_data=json.dumps(message, ensure_ascii=False))

    def _first_want(self, message: dict[str, Any]) -> Want:
        return Want(
            user_id=self.scope["user"].pk,
            after=message["last"],
            language=language_or_default(message.get("lang")),
            session_key=self.scope["session"].session_key or "",
        )


class _Page:
    """A connected page, as the tail knows it."""

    def __init__(self, socket: NotificationSocket, want: Want) -> None:
        self._socket = socket
        self.want = want

    async def push(self, answer: Answer) -> None:
        """Send news, or close where the session has ended."""
        if not answer.is_signed_in:
            await self._socket.close(NOT_SIGNED_IN)
        elif answer.news is not None:
            await self._socket.tell(answer.news.as_json())
            self.want = replace(self.want, after=answer.news.last)


def _parsed(text: str | None) -> dict[str, Any] | None:
    if text is None or len(text) > MAX_MESSAGE:
        return None
    try:
        message = json.loads(text)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_NUMBER
