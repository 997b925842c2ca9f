"""What happened with matches, for the figures: organisations at most, never people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import Organisation


class EventKind(models.TextChoices):
    """What happened."""

    SHOWN = "shown", "shown"
    OPENED = "opened", "opened"
    COMPUTED = "computed", "computed"
    SUGGESTED = "suggested", "suggested"
    UNFITTED = "unfitted", "unfitted"
    LEFT = "left", "left"
    DISMISSED = "dismissed", "dismissed"
    INVITED = "invited", "invited"
    CONTACTED = "contacted", "contacted"
    CLAIMED = "claimed", "claimed"


class Event(models.Model):
    """A fact without a person.

    `shown` is one row for a rendered list: `pairs` holds its demands and capabilities in order,
    `rank` the place of the first, `count` how many they are. For `opened` and `claimed`, `rank` is
    the place at which the pair stood, unknown where it stood nowhere. `suggested` and `unfitted`
    say that a pair fits well from then on, or no longer. `computed` and `left` are about one
    listing. `organisation` is the reader's or actor's, none for the public.
    """

    Kind: ClassVar = EventKind

    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField()
    where = models.CharField(max_length=20, blank=True)
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="+")
    capability = models.ForeignKey(Capability, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    rank = models.PositiveIntegerField(null=True)
    count = models.PositiveSmallIntegerField(default=1)
    pairs = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="matches_events_by_kind")]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Return what happened."""
        return self.kind
