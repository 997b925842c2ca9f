"""Signed addresses in messages: whoever holds one may stop what it names, and nothing else.

They need no signing in and do nothing before a form is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from marketplace.notifications.ways import Channel, Pace

_SIGNER: Final = signing.Signer(salt="marketplace.notifications.stop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What a link stops on a channel: a kind by its name, else the digests of a pace."""

    user: int
    channel: Channel
    kind: str = ""
    pace: Pace = Pace.OFF


def stop_path(stop: Stop) -> str:
    """Return the address of the page that asks whether to stop it, and does by one POST."""
    said = [stop.user, stop.channel.value, stop.kind, stop.pace.value]
    return reverse("notifications:stop", args=[_SIGNER.sign_object(said)])


def stop_of(token: str) -> Stop:
    """Return what a link stops; BadSignature for one that was made up."""
    user, channel, kind, pace = _SIGNER.unsign_object(token)
    return Stop(user=user, channel=Channel(channel), kind=kind, pace=Pace(pace))


def absolute(path: str) -> str:
    """Return an address for what leaves the portal."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"
