"""The gateway to a message platform: a signed POST of JSON a message; see docs/notifications.md."""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

from django.conf import settings

from marketplace.notifications.gateways import (
    AddressRefusedError,
    AwayError,
    Envelope,
    LetterRefusedError,
    PostponedError,
    one_line,
)
from marketplace.notifications.short import text_of
from marketplace.notifications.signing import Answer, NoAnswerError, post
from marketplace.notifications.ways import Channel

_ADDRESS_IS_DEAD: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MESSAGE_IS_BAD: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
_TRY_THIS_ONE_LATER: Final = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR}
_OK: Final = range(200, 300)


class PlatformGateway:
    """Hands each message to the platform that the settings name for a channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._url: str = settings.PLATFORMS[channel]["url"]
        self._secret: str = settings.PLATFORMS[channel]["secret"]

    def __enter__(self) -> Self:
        """Open nothing: each message has a connection of its own."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close nothing."""

    def send(self, envelope: Envelope) -> None:
        """Hand a message over; an error says whether address, message or platform is at fault."""
        try:
            answer = post(
                self._url,
                self._body(envelope),
                secret=self._secret,
                at=int(time.time()),
                timeout=settings.PLATFORM_TIMEOUT,
                key=envelope.key,
            )
        except NoAnswerError as error:
            raise AwayError(str(error)) from error
        _judge(answer, envelope.address)

    def _body(self, envelope: Envelope) -> bytes:
        message = {
            "key": envelope.key,
            "channel": self._channel.value,
            "to": envelope.address,
            "text": text_of(envelope.letter),
            "url": envelope.letter.sections[0].url,
        }
        return json.dumps(message, ensure_ascii=False).encode()


def _judge(answer: Answer, address: str) -> None:
    said = one_line(f"{answer.status} {answer.text}").replace(address, "…")
    if answer.status in _OK:
        return
    if answer.status in _ADDRESS_IS_DEAD:
        raise AddressRefusedError(said, address=address)
    if answer.status in _MESSAGE_IS_BAD:
        raise LetterRefusedError(said)
    if answer.status in _TRY_THIS_ONE_LATER:
        raise PostponedError(said)
    raise AwayError(said)
