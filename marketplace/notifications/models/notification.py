"""Rows that tell one person one thing, numbered without gaps for each person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.journal.models import Entry
from marketplace.notifications.querysets import NotificationQuerySet


class Counter(models.Model):
    """The last number given to a person; whoever gives the next one locks this row."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveBigIntegerField(default=0)
    reads = models.PositiveBigIntegerField(default=0)
    """How often what the person has read changed: other pages of theirs see it by this."""

    def __str__(self) -> str:
        """Return the last number."""
        return str(self.last)


class Notification(models.Model):
    """One thing that one person is told; the words are made from `params` in their language."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="+")
    params = models.JSONField(default=dict)
    organisation_key = models.PositiveBigIntegerField(null=True)
    """The organisation as whose member the person was told; None for others, such as staff."""
    roles = models.CharField(max_length=80, blank=True)
    """The roles there that read it, each between commas; any where none is named."""
    unit_key = models.PositiveBigIntegerField(null=True)
    """The unit there whose people read it, with those of no unit; None for all."""
    group_key = models.PositiveBigIntegerField(null=True)
    """The group of staff as whose member the person was told; None for others."""
    line = models.CharField(max_length=200)
    """What the rows that stand in one line of the inbox have in common; the number of one alone."""
    on_page = models.BooleanField(default=True)
    """Whether the inbox shows it; else it only leaves the portal."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "number"], name="notifications_number_once"),
            models.UniqueConstraint(
                fields=["user", "entry", "kind"], name="notifications_entry_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(fields=["user", "line", "-number"], name="notifications_lines"),
        ]

    def __str__(self) -> str:
        """Return the kind and the number."""
        return f"{self.kind} {self.number}"


class TopicVersion(models.Model):
    """How often a live topic changed: `version` is what pages hear, `change` orders all topics."""

    name = models.CharField(primary_key=True, max_length=80)
    version = models.PositiveBigIntegerField(default=0)
    change = models.PositiveBigIntegerField(default=0, db_index=True)
    """The position of the entry that changed it last; it leaves the server never."""

    def __str__(self) -> str:
        """Return the name and the version."""
        return f"{self.name} {self.version}"
