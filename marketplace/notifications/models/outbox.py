"""The outbox: what is to leave the portal, once for each notification and channel."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.masking import masked
from marketplace.notifications.models.addresses import Proof
from marketplace.notifications.models.notification import Notification
from marketplace.notifications.outbox_querysets import DeliveryQuerySet, ItemQuerySet
from marketplace.notifications.transitions import DELIVERY
from marketplace.notifications.ways import OUTSIDE, Channel, Pace

if TYPE_CHECKING:
    from datetime import datetime

NOTE_LENGTH = 300
MASKED_LENGTH = 260
_OUTSIDE = [(channel.value, channel.label) for channel in OUTSIDE]
_SETTLED = ("sent", "failed", "suppressed")


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    WAITING = "waiting", _("waits")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SUPPRESSED = "suppressed", _("not sent")


class Outcome(models.TextChoices):
    """What became of a notification on a channel."""

    WAITING = "waiting", _("waits for its digest")
    TAKEN = "taken", _("is in a delivery")
    DROPPED = "dropped", _("was not due any more")
    PAST = "past", _("was settled long ago")


class Delivery(models.Model):
    """One message on one channel: a notification, or what a day or week brought."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Names the message on its way, so that one sent twice is known for the same."""
    channel = models.CharField(_("channel"), max_length=8, choices=_OUTSIDE)
    pace = models.CharField(_("how soon"), max_length=8, choices=Pace.choices)
    period = models.CharField(max_length=10, blank=True)
    """The border of the day or week that a digest tells, so that it is told once."""
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    proof = models.ForeignKey(Proof, models.CASCADE, null=True, related_name="deliveries")
    """The code that it brings, where it tells of nothing else."""
    is_pressing = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("due"))
    made_at = models.DateTimeField(_("made on"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    masked = models.CharField(_("address"), max_length=MASKED_LENGTH, blank=True)
    """Where it last went, as staff may see it."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "channel", "pace", "period"],
                condition=~Q(period=""),
                name="notifications_digest_once",
            ),
            models.CheckConstraint(
                condition=Q(pace=Pace.INSTANT, period="")
                | Q(pace__in=(Pace.DAILY, Pace.WEEKLY)) & ~Q(period=""),
                name="notifications_digest_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_SETTLED, settled_at__isnull=False)
                | ~Q(state__in=_SETTLED) & Q(settled_at__isnull=True),
                name="notifications_delivery_settled_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "due_at"],
                condition=Q(state="waiting"),
                name="notifications_due",
            ),
            models.Index(
                fields=["channel"], condition=Q(state="sending"), name="notifications_under_way"
            ),
            models.Index(fields=["-made_at"], name="notifications_log"),
        ]
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        """Return the channel and the key."""
        return f"{self.channel} {self.key}"

    def address_to(self, address: str) -> None:
        """Note where it goes now."""
        self.masked = masked(address)[:MASKED_LENGTH]

    def send(self) -> None:
        """Begin a try."""
        self.state = DELIVERY.target("send", self.state)
        self.tries += 1

    def finish(self, *, at: datetime) -> None:
        """Note that it went out."""
        self.state = DELIVERY.target("finish", self.state)
        self.settled_at, self.note = at, ""

    def put_off(self, *, until: datetime, note: str) -> None:
        """Try again later, saying what went wrong."""
        self.state = DELIVERY.target("put_off", self.state)
        self.due_at, self.note = until, note[:NOTE_LENGTH]

    def give_up(self, *, at: datetime, note: str) -> None:
        """Try no more, saying what went wrong."""
        self.state = DELIVERY.target("give_up", self.state)
        self.settled_at, self.note = at, note[:NOTE_LENGTH]

    def suppress(self, *, at: datetime, note: str) -> None:
        """Send nothing, saying why."""
        self.state = DELIVERY.target("suppress", self.state)
        self.settled_at, self.note = at, note[:NOTE_LENGTH]


class Item(models.Model):
    """A notification on a channel outside: it waits for a digest, or is in a delivery."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="items")
    channel = models.CharField(max_length=8, choices=_OUTSIDE)
    pace = models.CharField(max_length=8, choices=Pace.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, related_name="items")
    at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notification", "channel"], name="notifications_told_once_on_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken", delivery__isnull=False)
                | ~Q(outcome="taken") & Q(delivery__isnull=True),
                name="notifications_taken_by_a_delivery",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "pace", "at"],
                condition=Q(outcome="waiting"),
                name="notifications_waiting",
            )
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Return the channel and what became of it."""
        return f"{self.channel} {self.outcome}"


class Bounce(models.Model):
    """An address that its server refused for good: nothing is sent there any more."""

    channel = models.CharField(max_length=8, choices=_OUTSIDE)
    address = models.CharField(max_length=254)
    note = models.CharField(max_length=NOTE_LENGTH)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "address"], name="notifications_bounced_once"
            )
        ]

    def __str__(self) -> str:
        """Return the channel and when."""
        return f"{self.channel} {self.at.isoformat()}"


class Outage(models.Model):
    """That a channel's server is away: until when nothing is tried, and how often it failed."""

    channel = models.CharField(max_length=8, choices=Channel.choices, primary_key=True)
    until = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return the channel."""
        return self.channel
