"""What people do with their messages and wishes: each change is one function."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.notifications.choosing import Choices, addresses, locked
from marketplace.notifications.kinds import kind_of, topics
from marketplace.notifications.models import (
    Bounce,
    Item,
    Mute,
    Notification,
    Outcome,
    Preference,
    Wish,
)
from marketplace.notifications.outbox import pace_of, send_at_once
from marketplace.notifications.ways import CHOICES, DEFAULTS, Channel, Pace, Topic

Paces = Mapping[tuple[Topic, Channel], Pace | None]
KindPaces = Mapping[tuple[str, Channel], Pace | None]
Hours = tuple[time, time]
CHANGED: Final = "notification_preferences_changed"


def read_one(row: Notification) -> None:
    """Mark a notification as read that its reader opened."""
    Notification.objects.filter(pk=row.pk).mark_read(clock.now())


def read_line(row: Notification) -> None:
    """Mark a notification as read with what is older in its line, as its reader saw it."""
    line = Notification.objects.of(row.user_id).filter(line=row.line, number__lte=row.number)
    line.mark_read(clock.now())


def read_through(number: int, *, by: User) -> None:
    """Mark as read what a page knew of that was drawn with a number."""
    Notification.objects.of(by.pk).filter(number__lte=number).mark_read(clock.now())


@transaction.atomic
def change_preferences(
    paces: Paces, *, by: User, quiet: Hours | None, kinds: KindPaces | None = None
) -> None:
    """Choose how soon to be told on which channel, and the hours of quiet.

    `kinds` chooses for single kinds by name, before their topics; None lets the rule hold, or the
    topic. Refusal for a kind with legal effect.
    """
    preference = locked(by.pk)
    preference.quiet_from, preference.quiet_to = quiet or (None, None)
    preference.save(update_fields=["quiet_from", "quiet_to"])
    for (topic, channel), pace in paces.items():
        _wish(by, topic, channel=channel, pace=pace)
    for (name, channel), pace in (kinds or {}).items():
        kind = kind_of(name)
        if kind.is_legal and pace is not None:
            raise Refusal(_("Messages with legal effect cannot be stopped."), code="legal")
        _wish(by, kind.topic, channel=channel, pace=pace, kind=name)
    _changed(preference, by)


@transaction.atomic
def mute_kind(name: str, *, by: User, channels: Collection[Channel] = tuple(Channel)) -> None:
    """Hear nothing of a kind any more, on all channels or some; Refusal for a legal notice."""
    preference = locked(by.pk)
    if kind_of(name).is_legal:
        raise Refusal(_("Messages with legal effect cannot be stopped."), code="legal")
    for channel in channels:
        Mute.objects.get_or_create(user=by, kind=name, channel=channel)
    _changed(preference, by)


@transaction.atomic
def unmute_kind(name: str, *, by: User) -> None:
    """Hear of a kind again, on the channels chosen for its topic."""
    preference = locked(by.pk)
    Mute.objects.filter(user=by, kind=name).delete()
    _changed(preference, by)


@transaction.atomic
def stop_digests(pace: Pace, *, by: User, channel: Channel) -> None:
    """Be told on a channel only of what is urgent, for all topics that were told at a pace."""
    preference = locked(by.pk)
    choices = Choices([by.pk])
    for topic in topics():
        if choices.chosen(by.pk, topic, channel=channel) == pace:
            _wish(by, topic, channel=channel, pace=Pace.URGENT)
    Wish.objects.filter(user=by, channel=channel, pace=pace).exclude(kind="").update(
        pace=Pace.URGENT
    )
    _changed(preference, by)


@transaction.atomic
def try_address_again(channel: Channel, *, by: User) -> None:
    """Forget that the server refused a person's address on a channel."""
    preference = locked(by.pk)
    found = addresses([by.pk], channel, with_bounced=True).get(by.pk)
    Bounce.objects.filter(channel=channel, address=found or "").delete()
    _changed(preference, by)


def _wish(by: User, topic: Topic, *, channel: Channel, pace: Pace | None, kind: str = "") -> None:
    if pace is not None and pace not in CHOICES[channel]:
        raise Refusal(_("This cannot be chosen here."), code="mistakes", status=422)
    wish: dict[str, Any] = {"user": by, "topic": topic, "kind": kind, "channel": channel}
    # By e-mail the rule differs from its pace by what is urgent; elsewhere they are the same.
    is_rule = not kind and channel != Channel.MAIL and pace == DEFAULTS[channel]
    if pace is None or is_rule:
        Wish.objects.filter(**wish).delete()
    else:
        Wish.objects.update_or_create(**wish, defaults={"pace": pace})


def _changed(preference: Preference, by: User) -> None:
    """Let what waits for a digest follow the wishes as they are now, and tell the journal."""
    items = list(Item.objects.waiting().of(by.pk).select_related("notification"))
    choices = Choices([by.pk])
    at_once = []
    for item in items:
        pace = pace_of(item.notification, choices, channel=Channel(item.channel))
        if pace == Pace.OFF:
            item.outcome = Outcome.DROPPED
        elif pace == Pace.INSTANT:
            at_once.append(item)
        else:
            item.pace = pace
    send_at_once(at_once, now=clock.now())
    Item.objects.bulk_update(items, ["outcome", "delivery", "pace"], batch_size=500)
    record(CHANGED, preference, actor=by)
