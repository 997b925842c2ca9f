"""Tells once a day or a week what has come; the clock starts it every minute."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.journal.clock_jobs import every
from marketplace.organisations.models import Membership
from marketplace.subscriptions.alerting import tell
from marketplace.subscriptions.models import Alert, Frequency, Message, Outcome, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOUR: Final = time(9)
"""When a day's and a week's message is collected, in Shanghai."""


@every(seconds=60, name="subscription_digests")
def collect_digests() -> None:
    """Send every message that is due, each person's on its own."""
    now = clock.now()
    for frequency in Frequency:
        border = border_of(frequency, now)
        waiting = Alert.objects.waiting().filter(subscription__frequency=frequency, at__lt=border)
        people = waiting.order_by().values_list("subscription__user", flat=True).distinct()
        for person in sorted(people):
            collect(person, frequency, border=border)


def border_of(frequency: str, now: datetime) -> datetime:
    """Return the instant up to which a frequency's alerts are due now.

    The last nine o'clock in Shanghai, of a Monday for weeks. What wants to be told at once and
    waits, since it was asked for less often before, is due at any time.
    """
    if frequency == Frequency.INSTANT:
        return now
    today = now.astimezone(SHANGHAI).date()
    if frequency == Frequency.WEEKLY:
        today -= timedelta(days=today.weekday())
    border = datetime.combine(today, HOUR, tzinfo=SHANGHAI)
    step = timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    return border if border <= now else border - step


@transaction.atomic
def collect(person: int, frequency: str, *, border: datetime) -> Message | None:
    """Send a person's message of a day or week; None where it was sent or nothing is left to tell.

    What is no longer public, or came to be the person's own, is left out.
    """
    list(User.objects.select_for_update().filter(pk=person))
    period = (
        "" if frequency == Frequency.INSTANT else border.astimezone(SHANGHAI).date().isoformat()
    )
    sent = Message.objects.filter(user=person, frequency=frequency, period=period)
    if period and sent.exists():
        return None
    waiting = Alert.objects.waiting().filter(
        subscription__user=person, subscription__frequency=frequency, at__lt=border
    )
    alerts = list(waiting.for_rows().order_by("pk"))
    kept = list(_still_told(alerts, person))
    gone = [alert for alert in alerts if alert not in kept]
    for alert in gone:
        alert.outcome = Outcome.DROPPED
    message = None
    if kept:
        message = Message.objects.create(
            user_id=person, frequency=frequency, period=period, at=clock.now()
        )
        tell(message, kept, kind="digest_collected")
    Alert.objects.bulk_update([*kept, *gone], ["outcome", "message"], batch_size=500)
    return message


def _still_told(alerts: Sequence[Alert], person: int) -> Iterator[Alert]:
    own = set(Membership.objects.filter(user=person).values_list("organisation", flat=True))
    subscriptions = {alert.subscription_id for alert in alerts}
    in_force = Subscription.objects.filter(pk__in=subscriptions).in_force()
    standing = set(in_force.values_list("pk", flat=True))
    for alert in alerts:
        lifecycle = alert.listing.lifecycle
        if (
            alert.subscription_id in standing
            and alert.listing.is_public
            and lifecycle.owner_id not in own
        ):
            yield alert
