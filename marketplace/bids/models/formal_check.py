"""The formal check of an opened bid: whether it is complete and may be reviewed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.bids.models.bid import Bid
from marketplace.bids.querysets import FormalCheckQuerySet
from marketplace.bids.transitions import FORMAL_CHECK
from marketplace.files.models import Blob

if TYPE_CHECKING:
    from datetime import datetime

FINDING_LENGTH: Final = 500
CURE_LENGTH: Final = 2000
CURE_FILES: Final = 5

_no_nulls = ProhibitNullCharactersValidator()


class FormalState(models.TextChoices):
    """How far a formal check has come."""

    OPEN = "open", pgettext_lazy("formal check", "being checked")
    CURING = "curing", _("to be completed by the bidder")
    CURED = "cured", _("completed, to be looked at again")
    PROPOSED = "proposed", _("proposed not to be admitted")
    ADMITTED = "admitted", _("admitted to the review")
    EXCLUDED = "excluded", _("not admitted to the review")


UNSETTLED: Final = (
    FormalState.OPEN,
    FormalState.CURING,
    FormalState.CURED,
    FormalState.PROPOSED,
)
"""States in which it is not known yet whether the bid is reviewed."""


class FormalItem(models.TextChoices):
    """What is checked of each bid."""

    COMPLETE = "complete", _("everything that is asked for is there")
    ATTACHMENTS = "attachments", _("the attachments can be read")
    PARTNERS = "partners", _("the partners have confirmed")
    OWN_MONEY = "own_money", _("own money is as the rules ask")
    ELIGIBLE = "eligible", _("the bidder meets the conditions today")


class Exclusion(models.TextChoices):
    """Why a bid is not admitted."""

    INCOMPLETE = "incomplete", _("incomplete, and not completed in time")
    UNREADABLE = "unreadable", _("attachments cannot be read")
    PARTNER = "partner", _("a partner has not confirmed")
    OWN_MONEY = "own_money", _("less own money than the rules ask for")
    NOT_ELIGIBLE = "not_eligible", _("the bidder does not meet the conditions")
    NOT_NEUTRAL = "not_neutral", _("a neutral text says who the bidder is")
    OTHER = "other", pgettext_lazy("exclusion", "another reason")


class FormalCheck(models.Model):
    """One bid's check: what is missing, what the bidder sent for it, and what came of it.

    Two people keep a bid out: one proposes it, another decides. What was sealed never changes.
    """

    State: ClassVar = FormalState

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="formal_check")
    state = models.CharField(
        _("state"), max_length=10, choices=FormalState.choices, default=FormalState.OPEN
    )
    begun_at = models.DateTimeField(_("begun"))
    asked_at = models.DateTimeField(_("deficits written"), null=True)
    due_at = models.DateTimeField(_("to be completed by"), null=True)
    cure = models.CharField(
        _("what the bidder answers"), max_length=CURE_LENGTH, blank=True, validators=[_no_nulls]
    )
    cured_at = models.DateTimeField(_("completed"), null=True)
    cured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Exclusion.choices, blank=True)
    words = models.CharField(
        _("in words"), max_length=FINDING_LENGTH, blank=True, validators=[_no_nulls]
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("decided"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FormalCheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["admitted", "excluded"], settled_at__isnull=False)
                | ~Q(state__in=["admitted", "excluded"]) & Q(settled_at__isnull=True),
                name="bids_formal_check_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "excluded"])
                | Q(proposed_by__isnull=False) & ~Q(reason="") & ~Q(words=""),
                name="bids_exclusion_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="excluded")
                | Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by")),
                name="bids_excluded_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["curing", "cured"])
                | Q(asked_at__isnull=False, due_at__isnull=False),
                name="bids_cured_within_a_period",
            ),
        ]
        ordering: ClassVar = ["bid"]
        verbose_name = _("formal check")
        verbose_name_plural = _("formal checks")

    def __str__(self) -> str:
        """Return the receipt number of the bid."""
        return str(self.bid)

    @property
    def is_settled(self) -> bool:
        """Return whether it is known if the bid is reviewed."""
        return self.state not in UNSETTLED

    def is_due_at(self, instant: datetime) -> bool:
        """Return whether the time to complete the bid is over."""
        return self.due_at is not None and instant > self.due_at

    def move(self, verb: str) -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = FORMAL_CHECK.target(verb, self.state)

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "bid": self.bid_id,
            "state": str(self.state),
            "findings": list(self.findings.order_by("item").values_list("item", "met", "words")),
            "asked": [self.asked_at, self.due_at],
            "cure": [self.cure, self.cured_at, self.cured_by_id],
            "files": list(self.files.order_by("pk").values_list("blob__sha256", flat=True)),
            "reason": [self.reason, self.words],
            "proposed": [self.proposed_at, self.proposed_by_id],
            "settled": [self.settled_at, self.settled_by_id],
        }


class Finding(models.Model):
    """What an officer found on one item; what is missing is said in words."""

    formal_check = models.ForeignKey(FormalCheck, models.CASCADE, related_name="findings")
    item = models.CharField(_("item"), max_length=12, choices=FormalItem.choices)
    met = models.BooleanField(_("in order"))
    words = models.CharField(
        _("what is missing"), max_length=FINDING_LENGTH, blank=True, validators=[_no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["formal_check", "item"], name="bids_one_finding_an_item"
            ),
            models.CheckConstraint(
                condition=Q(met=True) | ~Q(words=""), name="bids_deficit_in_words"
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        """Return the item."""
        return str(self.get_item_display())


class CureFile(models.Model):
    """A file that a bidder sends for what was missing; officers read it, experts do not."""

    formal_check = models.ForeignKey(FormalCheck, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("file sent for what was missing")
        verbose_name_plural = _("files sent for what was missing")

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.blob)
