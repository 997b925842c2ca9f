"""Makes the letter of a delivery at the moment at which it is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.core import clock
from marketplace.notifications import short
from marketplace.notifications.choosing import Choices, addresses
from marketplace.notifications.codes import LIFE, digest_of, draw_digits
from marketplace.notifications.gateways import Envelope
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.letters import Letter, Section
from marketplace.notifications.links import Stop, absolute, stop_path
from marketplace.notifications.models import Delivery, Notification, Proof
from marketplace.notifications.outbox import pace_of
from marketplace.notifications.ways import SHORT, Channel, Pace

UNREACHABLE: Final = "unreachable"
NOT_DUE: Final = "not_due"
LIMITED: Final = "limited"

CODES_TO_AN_ADDRESS: Final = 5
"""So many codes go to one address in a day, whoever asks for them."""


class NothingToSendError(Exception):
    """A delivery has no address any more, or nothing that is still due; says which."""


def envelope_of(delivery: Delivery) -> Envelope:
    """Return what a delivery sends now; NothingToSendError where that is nothing."""
    if delivery.proof_id is not None:
        return _code_envelope(delivery, delivery.proof_id)
    channel = Channel(delivery.channel)
    address = addresses([delivery.user_id], channel).get(delivery.user_id)
    if address is None:
        raise NothingToSendError(UNREACHABLE)
    keys = delivery.items.values_list("notification", flat=True)
    rows = still_due(delivery.user_id, list(keys), channel=channel)
    with translation.override(settings.LANGUAGE_CODE):
        letter = _letter(delivery, rows)
    if letter is None:
        raise NothingToSendError(NOT_DUE)
    return Envelope(key=str(delivery.key), address=address, letter=letter)


@transaction.atomic
def _code_envelope(delivery: Delivery, proof_id: int) -> Envelope:
    """Draw the code at this moment: it is nowhere before, and only its digest is kept.

    One sender at a time is on a channel, so that what went to an address is counted right.
    """
    proof = Proof.objects.select_for_update().get(pk=proof_id)
    now = clock.now()
    if not proof.is_open(now):
        raise NothingToSendError(NOT_DUE)
    drawn = Proof.objects.drawn_within_a_day(proof.channel, proof.address, now=now)
    if drawn.exclude(pk=proof.pk).count() >= CODES_TO_AN_ADDRESS:
        raise NothingToSendError(LIMITED)
    code = draw_digits()
    proof.draw(digest_of(code, purpose=str(proof.pk)), at=now)
    proof.save(update_fields=["digest", "drawn_at"])
    with translation.override(settings.LANGUAGE_CODE):
        letter = short.code_letter(code, minutes=int(LIFE.total_seconds()) // 60)
    # Another code is another message, also to a server that knows a key again.
    return Envelope(key=f"{delivery.key}-{delivery.tries}", address=proof.address, letter=letter)


def still_due(
    user_id: int, notifications: Collection[int], *, channel: Channel
) -> list[Notification]:
    """Return those of a person's notifications that are still worth a message outside.

    Not what was read, what they read no longer or do not want any more; of legal effect all.
    """
    rows = Notification.objects.readable(user_id).filter(pk__in=notifications).order_by("number")
    choices = Choices([user_id])
    return [
        row
        for row in rows
        if (row.read_at is None or kind_of(row.kind).is_legal)
        and pace_of(row, choices, channel=channel) != Pace.OFF
        and kind_of(row.kind).still(row.params)
        and kind_of(row.kind).may_read(user_id, row.params)
    ]


def _letter(delivery: Delivery, rows: Sequence[Notification]) -> Letter | None:
    if not rows:
        return None
    if delivery.pace == Pace.INSTANT:
        return letter_of(rows[0], channel=Channel(delivery.channel))
    if delivery.channel in SHORT:
        return short.digest_letter(len(rows))
    stop = Stop(
        user=delivery.user_id,
        channel=Channel(delivery.channel),
        pace=Pace(delivery.pace),
    )
    said = ngettext(
        "%(number)d new message: %(title)s", "%(number)d new messages: %(title)s", len(rows)
    )
    first = kind_of(rows[0].kind).title(rows[0].params)
    return Letter(
        subject=said % {"number": len(rows), "title": first},
        sections=[section_of(row, channel=Channel(delivery.channel)) for row in rows],
        stop=absolute(stop_path(stop)),
    )


def letter_of(row: Notification, *, channel: Channel) -> Letter | None:
    """Return the letter of one notification, in the active language."""
    kind = kind_of(row.kind)
    if channel in SHORT:
        return short.notice_letter(kind, row.number)
    if kind.letter is not None:
        return kind.letter(row.params)
    return Letter(
        subject=kind.title(row.params),
        sections=[section_of(row, channel=channel)],
        stop="" if kind.is_legal else _stop(row, channel),
    )


def section_of(row: Notification, *, channel: Channel) -> Section:
    """Return a notification as a part of a letter, in the active language."""
    kind = kind_of(row.kind)
    stop = ((_("No more e-mails of this kind"), _stop(row, channel)),)
    return Section(
        title=kind.title(row.params),
        text=kind.text(row.params),
        url=absolute(reverse("notifications:open", args=[row.number])),
        action=str(kind.action),
        why=kind.why,
        links=() if kind.is_legal else stop,
    )


def _stop(row: Notification, channel: Channel) -> str:
    return absolute(stop_path(Stop(user=row.user_id, channel=channel, kind=row.kind)))
