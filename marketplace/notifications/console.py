"""The twin of a message platform: it prints each message, and keeps the last ones for staff."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from django.conf import settings
from django.core.cache import cache

from marketplace.core import clock
from marketplace.notifications.gateways import Envelope
from marketplace.notifications.masking import masked
from marketplace.notifications.short import text_of
from marketplace.notifications.ways import SHORT, Channel

logger = logging.getLogger(__name__)

GATEWAY: Final = f"{__name__}.ConsoleGateway"
KEPT: Final = 50
_HOURS: Final = 3600 * 24


@dataclass(frozen=True, slots=True)
class Message:
    """A message that went no further than this."""

    channel: Channel
    address: str
    text: str
    at: datetime

    @property
    def masked(self) -> str:
        """Return the address as it may be shown."""
        return masked(self.address)


class ConsoleGateway:
    """Takes what would go to a platform; one sender at a time writes what is kept of a channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def __enter__(self) -> Self:
        """Open nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close nothing."""

    def send(self, envelope: Envelope) -> None:
        """Print a message and keep it for a day."""
        text = text_of(envelope.letter)
        message = Message(self._channel, envelope.address, text, clock.now())
        logger.info("%s to %s: %s", self._channel.value, message.masked, text)
        cache.set(_key(self._channel), [message, *kept(self._channel)][:KEPT], _HOURS)


def kept(channel: Channel) -> list[Message]:
    """Return the last messages of a channel, the newest first."""
    messages: list[Message] = cache.get(_key(channel), [])
    return messages


def played() -> list[Channel]:
    """Return the channels whose platform is this twin."""
    return [channel for channel in SHORT if settings.GATEWAYS.get(channel) == GATEWAY]


def _key(channel: Channel) -> str:
    return f"notifications-console-{channel.value}"
