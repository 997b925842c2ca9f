"""What people subscribed to, what each subscription was told, and the messages that tell it."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.canonical import digest
from marketplace.listings.models import Batch, Capability, Demand
from marketplace.organisations.models import Organisation
from marketplace.subscriptions.querysets import (
    AlertQuerySet,
    FollowQuerySet,
    SubscriptionQuerySet,
)
from marketplace.subscriptions.transitions import SUBSCRIPTION
from marketplace.taxonomy.models import Domain

NAME_LENGTH = 80
LISTS = {
    "government_demands": _("government demands"),
    "enterprise_demands": _("enterprise demands"),
    "capabilities": _("capabilities of firms"),
}
"""The lists that can be searched, by their keys."""


class Frequency(models.TextChoices):
    """How soon somebody is told."""

    INSTANT = "instant", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class SubscriptionState(models.TextChoices):
    """Whether a subscription tells anything."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")


class SavedSearch(models.Model):
    """What a list is asked for; people who ask for the same share the row.

    `text` and `filters` are as the list's own page read them. `labels` name the chosen values.
    """

    list_key = models.CharField(max_length=24, choices=list(LISTS.items()))
    text = models.CharField(max_length=100, blank=True)
    filters = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        """Return the list and what it is asked for."""
        labels = (label for named in self.labels.values() for label in named.values())
        asked = [self.text, *labels]
        return " · ".join([str(self.get_list_key_display()), *(one for one in asked if one)])

    @staticmethod
    def digest_of(list_key: str, text: str, filters: dict[str, list[str]]) -> str:
        """Return what two searches have in common that ask for the same."""
        chosen = {name: sorted(values) for name, values in filters.items() if values}
        return digest({"list": list_key, "text": text, "filters": chosen})

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return text and filters as the query of the list's address."""
        text = [("q", self.text)] if self.text else []
        chosen = [(name, value) for name, values in self.filters.items() for value in values]
        # A list page may show one batch unless it is asked for all.
        every = [] if "batch" in self.filters else [("batch", "all")]
        return [*text, *chosen, *every]

    @property
    def query(self) -> str:
        """Return the same as the end of an address."""
        return urlencode(self.choices)


class Subscription(models.Model):
    """One person's wish to be told: of what a search shows, or of what fits an own listing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    search = models.ForeignKey(SavedSearch, models.PROTECT, null=True, related_name="subscriptions")
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="+")
    capability = models.ForeignKey(Capability, models.PROTECT, null=True, related_name="+")
    name = models.CharField(
        _("name"), max_length=NAME_LENGTH, validators=[ProhibitNullCharactersValidator()]
    )
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency.choices, default=Frequency.INSTANT
    )
    by_mail = models.BooleanField(_("also by e-mail"), default=False)
    state = models.CharField(
        max_length=8, choices=SubscriptionState.choices, default=SubscriptionState.ACTIVE
    )
    created_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(search__isnull=False, demand__isnull=True, capability__isnull=True)
                | Q(search__isnull=True, demand__isnull=False, capability__isnull=True)
                | Q(search__isnull=True, demand__isnull=True, capability__isnull=False),
                name="subscriptions_to_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=["user", what], name=f"subscriptions_{what}_once")
                for what in ("search", "demand", "capability")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "frequency"], name="subscriptions_due")]
        ordering: ClassVar = ["-pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def listing(self) -> Demand | Capability | None:
        """Return the own listing that others are compared with, None for a search."""
        return self.demand or self.capability

    @property
    def is_paused(self) -> bool:
        """Return whether it tells nothing for now."""
        return self.state == SubscriptionState.PAUSED

    def pause(self) -> None:
        """Enter the state that tells nothing; Refusal when the machine forbids it."""
        self.state = SUBSCRIPTION.target("pause", self.state)

    def resume(self) -> None:
        """Enter the state that tells again; Refusal when the machine forbids it."""
        self.state = SUBSCRIPTION.target("resume", self.state)


class Known(models.Model):
    """What a subscription showed when it was made: of that nobody needs to be told.

    `listings` are primary keys of the other side; `is_cut` where there were more than are kept.
    """

    subscription = models.OneToOneField(
        Subscription, models.CASCADE, primary_key=True, related_name="known"
    )
    listings = models.JSONField(default=list)
    is_cut = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return how many there were."""
        return str(len(self.listings))


class Message(models.Model):
    """What one person was told at once: a listing, or all that a day or a week brought."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    # The border of the day or week that is told, so that it is told once.
    period = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "frequency", "period"],
                condition=~Q(period=""),
                name="subscriptions_digest_once",
            )
        ]

    def __str__(self) -> str:
        """Return the frequency and the period."""
        return f"{self.get_frequency_display()} {self.period}".strip()


class Outcome(models.TextChoices):
    """What became of an alert."""

    WAITING = "waiting", _("waits for its message")
    TOLD = "told", _("told")
    PASSED = "passed", _("came while paused")
    DROPPED = "dropped", _("gone before it was told")
    FOLLOWED = "followed", _("told of something followed")


class Alert(models.Model):
    """That a listing first fitted a subscription, why, and what became of it: once for ever."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="alerts")
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="+")
    capability = models.ForeignKey(Capability, models.PROTECT, null=True, related_name="+")
    reason = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="alerts")
    at = models.DateTimeField()

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(demand__isnull=True, capability__isnull=False)
                | Q(demand__isnull=False, capability__isnull=True),
                name="subscriptions_alert_of_one",
            ),
            models.UniqueConstraint(
                fields=["subscription", "demand"], name="subscriptions_demand_told_once"
            ),
            models.UniqueConstraint(
                fields=["subscription", "capability"], name="subscriptions_capability_told_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="told", message__isnull=False)
                | ~Q(outcome="told") & Q(message__isnull=True),
                name="subscriptions_told_by_a_message",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=Q(outcome="waiting"), name="subscriptions_waiting"
            )
        ]
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Return the listing's title."""
        return str(self.listing)

    @property
    def listing(self) -> Any:
        """Return the listing that it tells of."""
        return self.demand or self.capability


class Sweep(models.Model):
    """Up to which instant the clock's changes of what searches show were told."""

    ONLY = 1

    until = models.DateTimeField()

    def __str__(self) -> str:
        """Return the instant."""
        return self.until.isoformat()


class Followed(models.TextChoices):
    """What can be followed, by the name of its column."""

    DEMAND = "demand", _("demand")
    ORGANISATION = "organisation", _("organisation")
    DOMAIN = "domain", _("scenario domain")
    BATCH = "batch", _("batch")


class Follow(models.Model):
    """One person's wish to be told what becomes of one thing, from an instant on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    domain = models.ForeignKey(Domain, models.CASCADE, null=True, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{other}__isnull": other != one for other in Followed.values})
                        for one in Followed.values
                    ),
                    _connector=Q.OR,
                ),
                name="subscriptions_follows_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", what], name=f"subscriptions_{what}_followed"
                )
                for what in Followed.values
            ),
        ]
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("of a person", "follow")
        verbose_name_plural = pgettext_lazy("of a person", "follows")

    def __str__(self) -> str:
        """Return what kind of thing is followed, and its key."""
        return f"{self.kind} {self.target.pk}"

    @property
    def kind(self) -> str:
        """Return what kind of thing is followed."""
        return next(one for one in Followed.values if getattr(self, f"{one}_id") is not None)

    @property
    def target(self) -> Any:
        """Return what is followed."""
        return getattr(self, self.kind)


class CalendarLink(models.Model):
    """That a person's deadlines can be read at a secret address; a new secret ends the old one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the day on which it was made; the secret is shown to its person alone."""
        return f"{self.made_at:%Y-%m-%d}"
