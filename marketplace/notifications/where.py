"""Where a person is reached outside the portal, as their settings show it."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.notifications.choosing import addresses
from marketplace.notifications.gateways import is_set_up
from marketplace.notifications.masking import masked
from marketplace.notifications.ways import SHORT, Channel


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, the address that is proved on it, and whether its server refused that."""

    channel: Channel
    address: str = ""
    is_refused: bool = False

    @property
    def masked(self) -> str:
        """Return the address as it is shown; nothing where none is proved."""
        return masked(self.address) if self.address else ""


def way_of(person: int, channel: Channel) -> Way:
    """Return where a person is reached on a channel."""
    found = addresses([person], channel, with_bounced=True).get(person)
    if found is None:
        return Way(channel)
    return Way(channel, found, is_refused=person not in addresses([person], channel))


def ways_of(person: int) -> list[Way]:
    """Return the channels of short messages that are set up, and a person's address on each."""
    return [way_of(person, channel) for channel in SHORT if is_set_up(channel)]
