"""Challenges: rules and process of a demand that is answered by sealed bids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from marketplace.challenges.models.exit_reason import ExitReason
from marketplace.challenges.models.programme import Programme
from marketplace.challenges.querysets import ChallengeQuerySet
from marketplace.challenges.transitions import CHALLENGE
from marketplace.listings.models import Demand
from marketplace.organisations.models import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User

NOTE_LENGTH: Final = 300
TOP: Final = 100
"""The highest score of a criterion, where its author says no other."""

no_nulls = ProhibitNullCharactersValidator()


class ChallengeState(models.TextChoices):
    """How far a challenge has come."""

    DRAFTED = "drafted", _("being drafted")
    ARGUING = "arguing", _("in the fitness check")
    ARGUED = "argued", _("found fit")
    PUBLISHED = "published", pgettext_lazy("challenge", "listed")
    CLOSED = "closed", _("closed and sealed")
    OPENED = "opened", _("bids opened")
    NOTICED = "noticed", _("result on show")
    AWARDED = "awarded", pgettext_lazy("challenge", "awarded")
    DELIVERING = "delivering", pgettext_lazy("challenge", "in delivery")
    EXAMINING = "examining", pgettext_lazy("challenge", "in acceptance")
    COMPLETED = "completed", pgettext_lazy("challenge", "completed")
    ARGUED_DOWN = "argued_down", _("rejected as unfit")
    FAILED = "failed", _("ended without a result")
    TERMINATED = "terminated", _("terminated")
    WITHDRAWN = "withdrawn", _("withdrawn before publication")


EXITS: Final = (
    ChallengeState.ARGUED_DOWN,
    ChallengeState.FAILED,
    ChallengeState.TERMINATED,
    ChallengeState.WITHDRAWN,
)
"""The ends beside the chain; each has a reason."""


class SealMode(models.TextChoices):
    """How bids stay sealed until the close."""

    TIME_LOCK = "time_lock", _("time lock")
    CEREMONY = "ceremony", _("time lock and opening ceremony")


class Infrastructure(models.TextChoices):
    """The class of infrastructure that a challenge builds or renews, where it fits."""

    NEW = "new", _("new infrastructure")
    RENEWED = "renewed", _("renewal of traditional infrastructure")


RULES: Final = (
    "programme",
    "infrastructure",
    "seal_mode",
    "bidder_kinds",
    "consortium_limit",
    "bids_per_batch",
    "own_share",
    "parallel_teams",
    "is_staged",
    "minimum_bids",
    "panel_size",
    "trims_from",
    "agrees_scores",
    "price_breaks_ties",
    "names_next",
    "hides_opening",
    "hides_progress",
    "hears_panel",
)
"""The fields that an author writes while the challenge is being drafted, and nobody later."""

LATER_RULES: Final = (
    *("trims_from", "agrees_scores", "price_breaks_ties", "names_next"),
    *("hides_opening", "hides_progress", "hears_panel"),
)
"""Rules that were added later: entries of the journal name them only where they say something."""


class Challenge(models.Model):
    """The process of a demand in mode challenge: its rules, and how far it has come."""

    State: ClassVar = ChallengeState
    SealMode: ClassVar = SealMode
    EXITS: ClassVar = EXITS
    LISTED: ClassVar = (
        ChallengeState.PUBLISHED,
        ChallengeState.CLOSED,
        ChallengeState.OPENED,
        ChallengeState.NOTICED,
        ChallengeState.AWARDED,
        ChallengeState.DELIVERING,
        ChallengeState.EXAMINING,
        ChallengeState.COMPLETED,
        ChallengeState.FAILED,
        ChallengeState.TERMINATED,
    )
    """The states of those that everybody reads."""

    demand = models.OneToOneField(Demand, models.PROTECT, related_name="challenge")
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="challenges"
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ChallengeState.choices,
        default=ChallengeState.DRAFTED,
        db_index=True,
    )
    infrastructure = models.CharField(
        _("class of infrastructure"), max_length=8, choices=Infrastructure.choices, blank=True
    )
    seal_mode = models.CharField(
        _("sealing"), max_length=10, choices=SealMode.choices, default=SealMode.TIME_LOCK
    )
    bidder_kinds = models.JSONField(_("who may bid"), default=list, blank=True)
    """Kinds of organisations; empty for all but government departments."""
    consortium_limit = models.PositiveSmallIntegerField(
        _("parties of a consortium at most, its lead included"), default=1
    )
    bids_per_batch = models.PositiveSmallIntegerField(
        _("bids of one body in a batch at most"), null=True, blank=True
    )
    own_share = models.DecimalField(
        _("own money to public money"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    parallel_teams = models.PositiveSmallIntegerField(_("parallel teams"), default=1)
    is_staged = models.BooleanField(_("goes on or stops at each stage"), default=False)
    minimum_bids = models.PositiveSmallIntegerField(_("bids at least"), default=1)
    panel_size = models.PositiveSmallIntegerField(_("experts of the panel"), default=5)
    trims_from = models.PositiveSmallIntegerField(
        _("highest and lowest score dropped from so many sheets on"), null=True, blank=True
    )
    agrees_scores = models.BooleanField(_("the chair may record agreed scores"), default=False)
    price_breaks_ties = models.BooleanField(
        _("of equal scores the lower price comes first"), default=False
    )
    hears_panel = models.BooleanField(
        _("members of the panel are heard at the acceptance"), default=False
    )
    names_next = models.BooleanField(
        _("where an award comes to nothing, the next in the ranking may be named"), default=True
    )
    hides_opening = models.BooleanField(
        _("the opening record is read by those concerned alone"), default=False
    )
    hides_progress = models.BooleanField(
        _("the progress of the delivery is read by those concerned alone"), default=False
    )
    edition = models.PositiveIntegerField(_("edition of the rules"), default=0, editable=False)
    """How often the rules were saved; of two writers one wins."""
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="successor"
    )
    """The challenge that ended without a result and is listed again as this one."""
    lessons = models.CharField(
        _("what the earlier round taught"),
        max_length=NOTE_LENGTH,
        blank=True,
        validators=[no_nulls],
    )
    carried_at = models.DateTimeField(_("followers carried over"), null=True, editable=False)
    argued_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+"
    )
    """The version of the demand that is, or was, found fit."""
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    argued_at = models.DateTimeField(_("found fit"), null=True, editable=False)
    opened_at = models.DateTimeField(_("bids opened"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    exit_reason = models.ForeignKey(
        ExitReason, models.PROTECT, null=True, editable=False, related_name="+"
    )
    exit_note = models.CharField(
        _("in words"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls]
    )

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    consortium_limit__gte=1,
                    parallel_teams__gte=1,
                    minimum_bids__gte=1,
                    panel_size__gte=1,
                ),
                name="challenges_rules_count_from_one",
            ),
            models.CheckConstraint(
                condition=(Q(bids_per_batch__isnull=True) | Q(bids_per_batch__gte=1))
                & (Q(own_share__isnull=True) | Q(own_share__gte=0)),
                name="challenges_rules_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(trims_from__isnull=True) | Q(trims_from__gte=3),
                name="challenges_trimming_leaves_a_score",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EXITS, ended_at__isnull=False, exit_reason__isnull=False)
                | (~Q(state__in=EXITS) & Q(ended_at__isnull=True, exit_reason__isnull=True)),
                name="challenges_exit_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | Q(predecessor__lt=F("id")),
                name="challenges_listed_again_as_a_younger_one",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")

    def __str__(self) -> str:
        """Return the demand's title."""
        return str(self.demand)

    @property
    def opens_at(self) -> datetime | None:
        """Return since when bids are taken."""
        instant: datetime | None = self._lifecycle.opens_at
        return instant

    @property
    def closes_at(self) -> datetime | None:
        """Return until when bids are taken."""
        instant: datetime | None = self._lifecycle.closes_at
        return instant

    @property
    def closed_at(self) -> datetime | None:
        """Return when the portal's clock saw the close."""
        instant: datetime | None = self._lifecycle.closed_at
        return instant

    @property
    def is_being_judged(self) -> bool:
        """Return whether it is drafted or in its fitness check."""
        return self.state in {self.State.DRAFTED, self.State.ARGUING}

    @property
    def has_ended(self) -> bool:
        """Return whether it left the chain by a side exit."""
        return self.state in EXITS

    @property
    def _lifecycle(self) -> Any:
        return self.demand.lifecycle

    @property
    def bidder_labels(self) -> list[str]:
        """Return the kinds of organisations that may bid, as people read them."""
        return [str(kind.label) for kind in Kind if kind in self.bidder_kinds]

    def takes_bids_at(self, instant: datetime) -> bool:
        """Return whether a bid may come in at an instant; at the close itself none may."""
        is_listed: bool = self.state == self.State.PUBLISHED and self.demand.is_public
        phase: str = self._lifecycle.phase_at(instant)
        return is_listed and phase == "open"

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = CHALLENGE.target(verb, self.state)

    def open(self, *, at: datetime) -> None:
        """Enter the state of opened bids; Refusal when the machine forbids it."""
        self.move("open")
        self.opened_at = at

    def leave(
        self, verb: str, *, by: User | None, at: datetime, reason: ExitReason, note: str
    ) -> None:
        """Leave the chain by a side exit, with its reason; Refusal when the machine forbids it."""
        self.move(verb)
        self.ended_at, self.ended_by = at, by
        self.exit_reason, self.exit_note = reason, note

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "demand": self.demand_id,
            "rules": None if self.state == self.State.DRAFTED else self._rules(),
            "state": str(self.state),
            "predecessor": self.predecessor_id,
            "argued": [self.argued_revision_id, self.argued_at],
            "opened_at": self.opened_at,
            "ended": [self.ended_at, self.exit_reason_id, self.exit_note],
        }

    def _rules(self) -> dict[str, object]:
        """Return the rules with the criteria as the database holds them; drafts have none yet."""
        fields = type(self)._default_manager.filter(pk=self.pk).values(*RULES).get()
        criteria = self.criteria.order_by("position")
        written = criteria.values_list("position", "name", "weight", "minimum", "guidance", "top")
        said = {name: one for name, one in fields.items() if one or name not in LATER_RULES}
        templates = self.template_documents.order_by("position")
        offered = [list(one) for one in templates.values_list("title", "blob__sha256")]
        return {
            **{name: _plain(value) for name, value in said.items()},
            "criteria": [[_plain(value) for value in _said(*one)] for one in written],
            **({"templates": offered} if offered else {}),
        }


def _said(*criterion: object) -> tuple[object, ...]:
    """Return what entries tell of a criterion: its scale where it is no hundred."""
    return criterion if criterion[-1] != TOP else criterion[:-1]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | list) else str(value)
