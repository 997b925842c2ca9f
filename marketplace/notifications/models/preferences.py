"""How a person wants to be told: hours of quiet, a pace for each topic and channel, mutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.quiet import quiet_until
from marketplace.notifications.ways import CHOICES, Channel, Pace, Topic

if TYPE_CHECKING:
    from datetime import datetime


class Preference(models.Model):
    """A person's hours of quiet in Shanghai; whoever changes any of the wishes locks this row."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    quiet_from = models.TimeField(_("quiet from"), null=True)
    quiet_to = models.TimeField(_("quiet until"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False)
                & ~Q(quiet_from=F("quiet_to")),
                name="notifications_quiet_from_and_to",
            )
        ]

    def __str__(self) -> str:
        """Return the hours."""
        return f"{self.quiet_from}-{self.quiet_to}" if self.quiet_from else ""

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet ends in which an instant lies, None where it lies in none."""
        if self.quiet_from is None or self.quiet_to is None:
            return None
        return quiet_until(now, start=self.quiet_from, end=self.quiet_to)


class Wish(models.Model):
    """How soon a person wants to be told of a topic, or of one kind of it, on a channel."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic.choices)
    kind = models.CharField(max_length=60, blank=True)
    """The one kind that is meant instead of the whole topic; empty for the topic."""
    channel = models.CharField(max_length=8, choices=Channel.choices)
    pace = models.CharField(max_length=8, choices=Pace.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "topic", "kind", "channel"], name="notifications_wish_once"
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.PAGE) | Q(pace__in=CHOICES[Channel.PAGE]),
                name="notifications_page_at_once_or_off",
            ),
        ]

    def __str__(self) -> str:
        """Return the topic, the channel and the pace."""
        return f"{self.topic} {self.channel} {self.pace}"


class Mute(models.Model):
    """That a person wants to hear nothing of a kind on a channel."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind", "channel"], name="notifications_mute_once"
            )
        ]

    def __str__(self) -> str:
        """Return the kind and the channel."""
        return f"{self.kind} {self.channel}"
