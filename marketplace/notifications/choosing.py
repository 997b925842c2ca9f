"""What people chose: read for many at once, so that a fan-out asks little."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower

from marketplace.notifications.gateways import is_set_up
from marketplace.notifications.kinds import Kind, Params
from marketplace.notifications.models import Address, Bounce, Mute, Preference, Wish
from marketplace.notifications.ways import (
    DEFAULTS,
    SHORT,
    Channel,
    Pace,
    Topic,
    pace_for,
)


class Choices:
    """The wishes and mutes of some people."""

    def __init__(self, people: Collection[int]) -> None:
        """Read them."""
        rows = Wish.objects.filter(user__in=people).values_list(
            "user", "topic", "kind", "channel", "pace"
        )
        self._wishes = {(*of, channel): Pace(pace) for *of, channel, pace in rows}
        mutes = Mute.objects.filter(user__in=people)
        self._mutes = set(mutes.values_list("user", "kind", "channel"))

    def own(self, user: int, topic: Topic, *, channel: Channel, kind: str = "") -> Pace | None:
        """Return what a person chose for a topic or one kind of it, None for who has not."""
        return self._wishes.get((user, topic, kind, channel))

    def chosen(self, user: int, topic: Topic, *, channel: Channel) -> Pace:
        """Return what a person chose for a topic, or what holds for who has not."""
        return self.own(user, topic, channel=channel) or DEFAULTS[channel]

    def is_muted(self, user: int, kind: Kind, *, channel: Channel) -> bool:
        """Return whether a person wants to hear nothing of a kind on a channel."""
        return (user, kind.name, channel.value) in self._mutes

    def pace(self, user: int, kind: Kind, *, channel: Channel, params: Params) -> Pace:
        """Return how soon a person is told of a kind on a channel."""
        if channel not in kind.channels:
            return Pace.OFF
        muted = self.is_muted(user, kind, channel=channel)
        if channel == Channel.MAIL and kind.pace is not None:
            return pace_for(kind.pace(params), kind.urgency, muted=muted)
        own = self.own(user, kind.topic, channel=channel, kind=kind.name)
        own = own or self.own(user, kind.topic, channel=channel)
        chosen = own or DEFAULTS[channel]
        return pace_for(chosen, kind.urgency, muted=muted, is_own=own is not None)


def addresses(
    people: Collection[int], channel: Channel, *, with_bounced: bool = False
) -> dict[int, str]:
    """Return where people are reached on a channel: an address that is theirs, proved and alive.

    Those that a server refused for good are left out, unless they are asked for.
    """
    found = _proved(people, channel)
    if with_bounced:
        return found
    dead = Bounce.objects.filter(channel=channel, address__in=found.values())
    bounced = set(dead.values_list("address", flat=True))
    return {user: address for user, address in found.items() if address not in bounced}


def _proved(people: Collection[int], channel: Channel) -> dict[int, str]:
    if channel in SHORT:
        held = Address.objects.filter(user__in=people, channel=channel, user__is_active=True)
        return dict(held.values_list("user", "address")) if is_set_up(channel) else {}
    if channel != Channel.MAIL:
        return {}
    rows = EmailAddress.objects.filter(user__in=people, verified=True, user__is_active=True)
    own = rows.annotate(at=Lower("email")).filter(at=Lower("user__email"))
    return dict(own.values_list("user", "at"))


def quiet_ends(people: Iterable[int], now: datetime) -> dict[int, datetime]:
    """Return for those people who want quiet now when it ends."""
    rows = Preference.objects.filter(user__in=people, quiet_from__isnull=False)
    ends = {row.pk: row.quiet_until(now) for row in rows}
    return {user: end for user, end in ends.items() if end is not None}


def locked(person: int) -> Preference:
    """Return a person's preferences, locked: who makes digests or changes wishes waits here."""
    Preference.objects.get_or_create(pk=person)
    return Preference.objects.select_for_update().get(pk=person)
