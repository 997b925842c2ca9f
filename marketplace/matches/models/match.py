"""A match: a demand and a capability that were found to fit, why, and what people made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.listings.models import Capability, Demand
from marketplace.matches.querysets import MatchQuerySet
from marketplace.matches.transitions import MATCH

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.listings.models import Lifecycle
    from marketplace.matches.models.invitation import Invitation

REASON_LENGTH = 300
no_nulls = ProhibitNullCharactersValidator()


class Side(models.TextChoices):
    """Whose people act: the demand's owner or the capability's."""

    DEMAND = "demand", _("demand's owner")
    CAPABILITY = "capability", _("capability's owner")

    @property
    def other(self) -> Side:
        """Return the side across."""
        return Side.CAPABILITY if self is Side.DEMAND else Side.DEMAND


class MatchState(models.TextChoices):
    """How far people have come with a match."""

    SUGGESTED = "suggested", _("suggested")
    SEEN = "seen", _("looked at")
    CONTACTED = "contacted", _("in contact")
    DISMISSED = "dismissed", _("put aside")
    CLAIMED = "claimed", _("applied for")


class Level(models.TextChoices):
    """How well the pair fits, in words."""

    STRONG = "strong", _("strong match")
    FAIR = "fair", _("fair match")
    WEAK = "weak", _("partial match")


class Match(models.Model):
    """A demand and a capability, found to fit by a recorded computing."""

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="matches"
    )
    capability = models.ForeignKey(
        Capability, models.PROTECT, verbose_name=_("capability"), related_name="matches"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MatchState.choices, default=MatchState.SUGGESTED
    )
    # What the last computing said; people's moves never touch these, nor computing the others.
    fits = models.BooleanField(_("fits"), default=True)
    total = models.FloatField(_("points"))
    level = models.CharField(_("how well it fits"), max_length=10, choices=Level.choices)
    explanation = models.JSONField(_("explanation"))
    computed_at = models.DateTimeField(_("worked out"))
    contacted_at = models.DateTimeField(_("contact confirmed"), null=True)
    dismissed_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True)
    dismissed_reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[no_nulls]
    )

    objects = MatchQuerySet.as_manager()

    invitation: Invitation

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["demand", "capability"], name="matches_pair_once"),
            models.CheckConstraint(
                condition=~Q(state="dismissed")
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False)
                & Q(dismissed_side__in=["demand", "capability"])
                & ~Q(dismissed_reason=""),
                name="matches_dismissed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="contacted") | Q(contacted_at__isnull=False),
                name="matches_contacted_at_an_instant",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["demand", "-total"], name="matches_of_demand"),
            models.Index(fields=["capability", "-total"], name="matches_of_capability"),
        ]
        ordering: ClassVar = ["-total", "pk"]
        verbose_name = _("match")
        verbose_name_plural = _("matches")

    def __str__(self) -> str:
        """Return the titles of both sides."""
        return f"{self.demand} ↔ {self.capability}"

    def lifecycle_of(self, side: str) -> Lifecycle:
        """Return how the listing of a side is run."""
        listing: Any = self.demand if side == Side.DEMAND else self.capability
        lifecycle: Lifecycle = listing.lifecycle
        return lifecycle

    def side(self, side: str) -> SideOfMatch | None:
        """Return what a side did, None where it did nothing yet; prefetch `sides` for lists."""
        return next((one for one in self.sides.all() if one.side == side), None)

    def see(self) -> None:
        """Enter the state of having been opened; Refusal when the machine forbids it."""
        self.state = MATCH.target("see", self.state)

    def contact(self, *, at: datetime) -> None:
        """Enter the state in which both sides confirmed; Refusal when the machine forbids it."""
        self.state = MATCH.target("contact", self.state)
        self.contacted_at = at

    def dismiss(self, *, side: str, by: User, at: datetime, reason: str) -> None:
        """Enter the state of a reasoned no by a side; Refusal when the machine forbids it."""
        self.state = MATCH.target("dismiss", self.state)
        self.dismissed_side, self.dismissed_by = side, by
        self.dismissed_at, self.dismissed_reason = at, reason

    def restore(self) -> None:
        """Enter the state of having been opened again; Refusal when the machine forbids it."""
        self.state = MATCH.target("restore", self.state)
        self.dismissed_side, self.dismissed_reason = "", ""
        self.dismissed_by, self.dismissed_at = None, None

    def claim(self) -> None:
        """Enter the state of an application; Refusal when the machine forbids it."""
        self.state = MATCH.target("claim", self.state)

    def journal_state(self) -> dict[str, object]:
        """Return what people's actions change, for the journal's digests."""
        return {
            "demand": self.demand_id,
            "capability": self.capability_id,
            "state": str(self.state),
            "contacted_at": self.contacted_at,
            "dismissed": [str(self.dismissed_side), self.dismissed_by_id, self.dismissed_at],
            "reason": self.dismissed_reason,
        }


class SideOfMatch(models.Model):
    """What one side did with a match: when it was first opened, who confirmed contact and when."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="sides")
    side = models.CharField(max_length=10, choices=Side.choices)
    seen_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("contact confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "side"], name="matches_side_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="matches_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return which side it is."""
        return str(self.get_side_display())


class PastReason(models.Model):
    """A reason that was given once and replaced by a later computing; it stays readable."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="past_reasons")
    total = models.FloatField()
    level = models.CharField(max_length=10, choices=Level.choices)
    explanation = models.JSONField()
    computed_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        """Return the day on which it was worked out."""
        return f"{self.computed_at:%Y-%m-%d}"


class Shortlist(models.Model):
    """One listing's matches as a whole: how far in the journal they were worked out, and when.

    `basis` names what else they rest on: statistics, weights, whether the listing had a vector.
    """

    demand = models.OneToOneField(Demand, models.PROTECT, null=True, related_name="shortlist")
    capability = models.OneToOneField(
        Capability, models.PROTECT, null=True, related_name="shortlist"
    )
    position = models.BigIntegerField(default=0)
    computed_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(demand__isnull=True, capability__isnull=False)
                | Q(demand__isnull=False, capability__isnull=True),
                name="matches_shortlist_of_one",
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.listing)

    @property
    def listing(self) -> Demand | Capability:
        """Return the listing that it belongs to."""
        listing = self.demand or self.capability
        assert listing is not None  # noqa: S101 - the constraint says so
        return listing
