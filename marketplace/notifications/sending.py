"""Sends what is due: one sender for each channel, each delivery on its own, ever longer pauses.

Whoever sends holds the channel's lock, which ends with its process. So a delivery that is found
under way was left by a killed process, and is sent again under the same key: the one in flight.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from marketplace.core import clock
from marketplace.journal import locks
from marketplace.journal.clock_jobs import every
from marketplace.notifications.choosing import quiet_ends
from marketplace.notifications.composing import NothingToSendError, envelope_of
from marketplace.notifications.gateways import (
    AddressRefusedError,
    AwayError,
    Gateway,
    LetterRefusedError,
    PostponedError,
    gateway_of,
    is_set_up,
)
from marketplace.notifications.models import Bounce, Delivery, Outage
from marketplace.notifications.models.outbox import NOTE_LENGTH
from marketplace.notifications.ways import OUTSIDE, Channel

logger = logging.getLogger(__name__)

PAUSES: Final = (60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds before the second, third … try; after the last one the delivery has failed."""

_SLICE_SECONDS: Final = 5.0
_AWAY_AT_FIRST: Final = 15
_AWAY_AT_MOST: Final = 600
_LEFT: Final = "its process ended while it was sent"


@task(backend="queue")
def send_messages(channel: str) -> None:
    """Send a channel's due messages for a few seconds, and go on in another task."""
    if send_due(Channel(channel)):
        send_messages.enqueue(channel)


@every(seconds=5, name="outbox")
def start_sending() -> None:
    """Start sending on each channel where something is due and no task is on it."""
    now = clock.now()
    for channel in filter(is_set_up, OUTSIDE):
        if _waits(channel, now) and not _is_away(channel) and not _is_started(channel):
            send_messages.enqueue(channel.value)


def send_due(channel: Channel, *, seconds: float = _SLICE_SECONDS) -> bool:
    """Send what is due for so long; return whether there may be more to send at once."""
    with locks.attempt(f"outbox-{channel}") as is_mine:
        if not is_mine:
            return False
        _give_back(channel)
        if _is_away(channel):
            return False
        ends = time.monotonic() + seconds
        with gateway_of(channel) as gateway:
            while time.monotonic() < ends:
                delivery = _claim(channel)
                if delivery is None or not _try(delivery, gateway):
                    return False
    return True


def _waits(channel: Channel, now: datetime) -> bool:
    """Return whether something is to be sent; two questions, each with an index of its own."""
    is_due = Delivery.objects.due(channel, now).exists()
    return is_due or Delivery.objects.under_way(channel).exists()


def _is_away(channel: Channel) -> bool:
    return Outage.objects.filter(pk=channel, until__gt=clock.now()).exists()


def _is_started(channel: Channel) -> bool:
    path = send_messages.module_path
    rows = DBTaskResult.objects.filter(task_path=path, finished_at=None)
    return any(row.args_kwargs["args"] == [channel.value] for row in rows)


def _give_back(channel: Channel) -> None:
    for delivery in Delivery.objects.under_way(channel).order_by("pk"):
        logger.warning("delivery %s: %s", delivery.pk, _LEFT)
        _try_again(delivery, _LEFT, pause=0)


@transaction.atomic
def _claim(channel: Channel) -> Delivery | None:
    """Return the next delivery with its try begun; what its person wants quiet for is put off."""
    now = clock.now()
    while True:
        due = Delivery.objects.due(channel, now).select_for_update(skip_locked=True)
        delivery: Delivery | None = due.codes().first() or due.first()
        if delivery is None:
            return None
        ends = None if delivery.is_pressing else quiet_ends([delivery.user_id], now)
        if not ends:
            delivery.send()
            delivery.save(update_fields=["state", "tries"])
            return delivery
        delivery.due_at = ends[delivery.user_id]
        delivery.save(update_fields=["due_at"])


def _try(delivery: Delivery, gateway: Gateway) -> bool:
    """Try once to send a delivery; return whether others may follow."""
    try:
        envelope = envelope_of(delivery)
        delivery.address_to(envelope.address)
        gateway.send(envelope)
    except NothingToSendError as reason:
        delivery.suppress(at=clock.now(), note=str(reason))
        _save(delivery)
    except AddressRefusedError as error:
        _bounce(delivery, error)
    except LetterRefusedError as error:
        delivery.give_up(at=clock.now(), note=str(error))
        _save(delivery)
    except AwayError as error:
        logger.warning("%s is away: %s", delivery.channel, error)
        _try_again(delivery, str(error))
        _note_outage(delivery.channel)
        return False
    except PostponedError as error:
        _try_again(delivery, str(error))
    except Exception as error:
        logger.exception("delivery %s failed", delivery.pk)
        _try_again(delivery, f"{type(error).__name__}: {error}")
    else:
        delivery.finish(at=clock.now())
        _save(delivery)
        Outage.objects.filter(pk=delivery.channel).delete()
    return True


def _try_again(delivery: Delivery, note: str, *, pause: int | None = None) -> None:
    now = clock.now()
    if delivery.tries > len(PAUSES):
        delivery.give_up(at=now, note=note)
    else:
        seconds = PAUSES[delivery.tries - 1] if pause is None else pause
        delivery.put_off(until=now + timedelta(seconds=seconds), note=note)
    _save(delivery)


@transaction.atomic
def _bounce(delivery: Delivery, refused: AddressRefusedError) -> None:
    """Send nothing to this address any more, on this channel."""
    now, note = clock.now(), str(refused)[:NOTE_LENGTH]
    Bounce.objects.get_or_create(
        channel=delivery.channel, address=refused.address, defaults={"note": note, "at": now}
    )
    delivery.suppress(at=now, note=note)
    _save(delivery)


def _note_outage(channel: str) -> None:
    outage, _new = Outage.objects.get_or_create(pk=channel, defaults={"until": clock.now()})
    seconds = min(_AWAY_AT_FIRST * 2 ** min(outage.failures, 10), _AWAY_AT_MOST)
    outage.until = clock.now() + timedelta(seconds=seconds)
    outage.failures += 1
    outage.save()


def _save(delivery: Delivery) -> None:
    delivery.save(update_fields=["state", "due_at", "settled_at", "note", "masked"])
