"""Where people are reached beside e-mail, and the codes by which they prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.notifications.proof_querysets import ProofQuerySet
from marketplace.notifications.ways import SHORT

if TYPE_CHECKING:
    from datetime import datetime

ADDRESS_LENGTH: Final = 64
MOST_TRIES: Final = 5
"""So many times a code may be typed."""
_SHORT: Final = [(channel.value, channel.label) for channel in SHORT]
_NAMES: Final = [channel.value for channel in SHORT]


class Address(models.Model):
    """A number or follower that a person has proved to hold; who proves it last holds it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=_SHORT)
    address = models.CharField(max_length=ADDRESS_LENGTH)
    proved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "channel"], name="notifications_one_address_a_channel"
            ),
            models.UniqueConstraint(
                fields=["channel", "address"], name="notifications_address_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=_NAMES) & ~Q(address=""),
                name="notifications_address_of_a_channel",
            ),
        ]

    def __str__(self) -> str:
        """Return the channel alone."""
        return self.channel


class Proof(models.Model):
    """A code with which a person proves an address; it is kept as a digest, for a few minutes.

    A number gets its code when the message is sent. A follower is not known before their code
    comes back, so that it is drawn at once and the address stays empty.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=_SHORT)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "channel"],
                condition=Q(settled_at=None),
                name="notifications_one_open_proof",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="notifications_code_once"
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="notifications_few_tries"
            ),
            models.CheckConstraint(
                condition=Q(digest="", drawn_at=None) | ~Q(digest="") & Q(drawn_at__isnull=False),
                name="notifications_code_drawn",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "address", "drawn_at"], name="notifications_codes")
        ]

    def __str__(self) -> str:
        """Return the channel alone."""
        return self.channel

    def draw(self, digest: str, *, at: datetime) -> None:
        """Take a code's digest: from now on that code counts, and none before it."""
        self.digest, self.drawn_at = digest, at

    def is_open(self, at: datetime) -> bool:
        """Return whether a code may still be typed."""
        return self.settled_at is None and at < self.ends_at and self.tries < MOST_TRIES
