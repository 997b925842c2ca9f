"""What a channel's server is to the outbox: it takes an envelope, or says why it does not."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.notifications.letters import Letter
from marketplace.notifications.ways import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A letter with its address; the key is the same at each try."""

    key: str
    address: str
    letter: Letter


class AddressRefusedError(Exception):
    """The address will never take anything."""

    def __init__(self, note: str, *, address: str) -> None:
        """Hold what the server said, and of which address."""
        super().__init__(note)
        self.address = address


class LetterRefusedError(Exception):
    """The letter itself will never be taken."""


class PostponedError(Exception):
    """The letter may be taken later."""


class AwayError(Exception):
    """The server is away, or hangs: nothing is taken now."""


class Gateway(AbstractContextManager["Gateway"], Protocol):
    """Sends letters over one line, which ends with the block."""

    def send(self, envelope: Envelope) -> None:
        """Send a letter; one of the errors above where it was not taken."""
        ...


def gateway_of(channel: Channel) -> Gateway:
    """Return a channel's gateway, which the settings name; KeyError where they name none."""
    made: Gateway = import_string(_named()[channel])(channel)
    return made


def is_set_up(channel: Channel) -> bool:
    """Return whether something can leave the portal on a channel."""
    return channel in _named()


def _named() -> dict[str, Any]:
    named: dict[str, Any] = settings.GATEWAYS
    return named


TEXT_LENGTH: Final = 200


def one_line(text: str) -> str:
    """Return a text for a header: without breaks and control characters, so many at most."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:TEXT_LENGTH]
