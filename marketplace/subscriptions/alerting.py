"""Writes down what a listing newly fits, and tells those who want to know at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Count

from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.subscriptions.models import (
    Alert,
    Frequency,
    Known,
    Message,
    Outcome,
    Subscription,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.listings.models import Capability, Demand


AN_HOUR: Final = 60
"""So many messages a person gets at once within an hour; what comes further is gathered."""

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Fit:
    """That a listing fits a subscription, and why, in plain values."""

    subscription: int
    reason: Mapping[str, Any]


@transaction.atomic
def raise_alerts(
    listing: Demand | Capability, fits: Sequence[Fit], *, heard: Collection[int] = ()
) -> list[Message]:
    """Write an alert for each subscription that a listing newly fits, and return what was sent.

    People who want to know at once get one message with all of theirs. What a subscription showed
    when it was made, or was told before, is told to nobody, so a second run does nothing. An
    owner's own people are not told. `heard` are people who are told of the same entries since they
    follow what those are about: their alerts are kept, and no message tells them.
    """
    reasons = {fit.subscription: dict(fit.reason) for fit in fits}
    asked = Subscription.objects.filter(pk__in=reasons).in_force().not_of(listing).order_by("pk")
    subscriptions = {one.pk: one for one in asked.select_for_update(of=("self",))}
    told = Alert.objects.of(listing).filter(subscription__in=subscriptions)
    old = set(told.values_list("subscription", flat=True)) | _showing(listing, subscriptions)
    now = clock.now()
    flooded = _flooded({one.user_id for one in subscriptions.values()}, now=now)
    instant: dict[int, list[Alert]] = defaultdict(list)
    later: list[Alert] = []
    for pk, subscription in subscriptions.items():
        if pk in old:
            continue
        alert = _alert(listing, subscription, reason=reasons[pk], now=now)
        if subscription.user_id in heard:
            alert.outcome = Outcome.FOLLOWED
        is_due = alert.outcome == Outcome.WAITING and subscription.user_id not in flooded
        if is_due and subscription.frequency == Frequency.INSTANT:
            instant[subscription.user_id].append(alert)
        else:
            later.append(alert)
    Alert.objects.bulk_create(later)
    return [_sent(user, alerts, now=now) for user, alerts in sorted(instant.items())]


def tell(message: Message, alerts: Sequence[Alert], *, kind: str) -> None:
    """Let a message tell of alerts: they are told by it, and the journal says so."""
    for alert in alerts:
        alert.message, alert.outcome = message, Outcome.TOLD
    record(kind, message, actor=None)


def _sent(user: int, alerts: list[Alert], *, now: datetime) -> Message:
    message = Message.objects.create(user_id=user, frequency=Frequency.INSTANT, at=now)
    tell(message, alerts, kind="alert_raised")
    Alert.objects.bulk_create(alerts)
    return message


def _alert(
    listing: Demand | Capability, subscription: Subscription, *, reason: Any, now: datetime
) -> Alert:
    outcome = Outcome.PASSED if subscription.is_paused else Outcome.WAITING
    return Alert(
        subscription=subscription, reason=reason, outcome=outcome, at=now, **{listing.KEY: listing}
    )


def _flooded(people: set[int], *, now: datetime) -> set[int]:
    """Return who was told so often within the hour that the clock gathers what comes further."""
    recent = Message.objects.filter(
        user__in=people, frequency=Frequency.INSTANT, at__gt=now - _HOUR
    )
    counted = recent.order_by().values("user").annotate(number=Count("pk"))
    return set(counted.filter(number__gte=AN_HOUR).values_list("user", flat=True))


def _showing(listing: Demand | Capability, subscriptions: Mapping[int, Subscription]) -> set[int]:
    """Return those that showed a listing when they were made."""
    published = listing.lifecycle.published_at
    younger = [
        pk for pk, one in subscriptions.items() if published is None or one.created_at >= published
    ]
    known = Known.objects.filter(subscription__in=younger)
    return {one.pk for one in known if one.is_cut or listing.pk in one.listings}


def people_of(message: Message) -> list[User]:
    """Return who reads a message: its person, as long as there is something in it."""
    return [message.user] if message.alerts.exists() else []
