"""Invitations (对接邀请): a demand's owner asks the owner of a capability to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.matches.models.match import REASON_LENGTH, Match, no_nulls
from marketplace.matches.transitions import INVITATION

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    SENT = "sent", _("invited")
    DECLINED = "declined", _("invitation declined")
    ANSWERED = "answered", _("invited and applied")


class Invitation(models.Model):
    """The one invitation of a pair."""

    match = models.OneToOneField(Match, models.PROTECT, related_name="invitation")
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.SENT
    )
    sent_at = models.DateTimeField(_("sent on"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[no_nulls]
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sent", settled_at__isnull=True)
                | (~Q(state="sent") & Q(settled_at__isnull=False)),
                name="matches_invitation_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(reason="") & Q(declined_by__isnull=False)),
                name="matches_invitation_declined_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-sent_at"], name="matches_invitations_sent")]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        """Return the pair."""
        return str(self.match)

    def decline(self, *, by: User, at: datetime, reason: str) -> None:
        """Enter the state of a reasoned no; Refusal when the machine forbids it."""
        self.state = INVITATION.target("decline", self.state)
        self.settled_at, self.declined_by, self.reason = at, by, reason

    def answer(self, *, at: datetime) -> None:
        """Enter the state in which the firm applied; Refusal when the machine forbids it."""
        self.state = INVITATION.target("answer", self.state)
        self.settled_at = at

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "match": self.match_id,
            "state": str(self.state),
            "sent": [self.sent_at, self.sent_by_id],
            "settled_at": self.settled_at,
            "declined_by": self.declined_by_id,
            "reason": self.reason,
        }
