"""A meeting that the officers propose to a firm about its claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
    URLValidator,
)
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.models.claim import REASON_LENGTH, Claim
from marketplace.claims.transitions import MEETING

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User

_no_nulls: Final = ProhibitNullCharactersValidator()


class MeetingState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", pgettext_lazy("meeting", "accepted")
    DECLINED = "declined", pgettext_lazy("meeting", "declined")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Meeting(models.Model):
    """A time and a place at which both sides may meet."""

    State: ClassVar = MeetingState

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), validators=[MinValueValidator(10), MaxValueValidator(480)]
    )
    place = models.CharField(_("place"), max_length=120, blank=True, validators=[_no_nulls])
    link = models.URLField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    text = models.CharField(
        _("what it is about"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PROPOSED
    )
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("proposed by"), related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True)
                | (~Q(state="proposed") & Q(settled_at__isnull=False)),
                name="claims_meeting_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""), name="claims_meeting_somewhere"
            ),
        ]
        ordering: ClassVar = ["starts_at", "id"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        """Return the time and the claim."""
        return f"{self.claim} {self.starts_at:%Y-%m-%d %H:%M}"

    def settle(self, verb: str, *, by: User, at: datetime, reason: str = "") -> None:
        """Enter the state that a verb leads to; Refusal when the machine forbids it."""
        self.state = MEETING.target(verb, self.state)
        self.settled_at, self.settled_by, self.reason = at, by, reason

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "claim": self.claim_id,
            "starts_at": self.starts_at,
            "minutes": self.minutes,
            "where": [self.place, self.link],
            "text": self.text,
            "state": str(self.state),
            "settled": [self.settled_at, self.settled_by_id, self.reason],
        }
