"""Addresses of which a server says only after it took a letter that they are dead (RFC 3464)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.notifications.choosing import addresses, locked
from marketplace.notifications.masking import masked
from marketplace.notifications.models import Bounce, Delivery, DeliveryState
from marketplace.notifications.models.outbox import NOTE_LENGTH
from marketplace.notifications.ways import Channel

if TYPE_CHECKING:
    from marketplace.accounts.models import User

BOUNCED: Final = "notification_address_bounced"


@transaction.atomic
def note_bounce(
    delivery: Delivery, *, note: str, address: str = "", by: User | None = None
) -> bool:
    """Send no more e-mails to the address at which a sent one came back for good; safe to repeat.

    False where it did not go to the address that its person has now: one that was changed since,
    or one that somebody made up.
    """
    preference = locked(delivery.user_id)
    went_to = addresses([delivery.user_id], Channel.MAIL, with_bounced=True).get(delivery.user_id)
    if went_to is None or address.strip().lower() not in {"", went_to}:
        return False
    if not may_have_bounced(delivery) or masked(went_to) != delivery.masked:
        return False
    _bounce, is_new = Bounce.objects.get_or_create(
        channel=Channel.MAIL,
        address=went_to,
        defaults={"note": note[:NOTE_LENGTH], "at": clock.now()},
    )
    if is_new:
        record(BOUNCED, preference, actor=by)
    return True


def may_have_bounced(delivery: Delivery) -> bool:
    """Return whether a mail server took it, so that it may come back."""
    return delivery.channel == Channel.MAIL and delivery.state == DeliveryState.SENT
