"""Invitations (对接邀请): a demand's owner asks the owner of a capability to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.matches.models.match import REASON_LENGTH, Match, no_nulls
from marketplace.matches.querysets import MutedQuerySet
from marketplace.matches.transitions import INVITATION
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    SENT = "sent", _("invited")
    ACCEPTED = "accepted", _("invitation accepted")
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
    accepted_at = models.DateTimeField(_("accepted on"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
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
                condition=Q(state__in=["sent", "accepted"], settled_at__isnull=True)
                | (~Q(state__in=["sent", "accepted"]) & Q(settled_at__isnull=False)),
                name="matches_invitation_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                & ~Q(state="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(state="sent"),
                name="matches_invitation_accepted_by_somebody",
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

    @property
    def is_waiting(self) -> bool:
        """Return whether the firm has neither declined nor applied."""
        return self.state in {InvitationState.SENT, InvitationState.ACCEPTED}

    def accept(self, *, by: User, at: datetime) -> None:
        """Enter the state of a firm that means to apply; Refusal when the machine forbids it."""
        self.state = INVITATION.target("accept", self.state)
        self.accepted_at, self.accepted_by = at, by

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
        # Left out where there is none, as in the entries from before invitations were accepted.
        accepted = [self.accepted_at, self.accepted_by_id]
        return {
            **({"accepted": accepted} if self.accepted_at is not None else {}),
            "match": self.match_id,
            "state": str(self.state),
            "sent": [self.sent_at, self.sent_by_id],
            "settled_at": self.settled_at,
            "declined_by": self.declined_by_id,
            "reason": self.reason,
        }


class MutedOrganisation(models.Model):
    """That a firm takes no invitations from an organisation; the organisation is not told."""

    firm = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    muted_at = models.DateTimeField()
    muted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MutedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["firm", "organisation"], name="matches_muted_once"),
            models.CheckConstraint(
                condition=~Q(firm=F("organisation")), name="matches_muted_another"
            ),
        ]
        ordering: ClassVar = ["-pk"]
        verbose_name = _("muted organisation")
        verbose_name_plural = _("muted organisations")

    def __str__(self) -> str:
        """Return who is muted."""
        return str(self.organisation)
