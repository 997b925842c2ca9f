"""The task agreement (任务书) between a challenge's owner and a firm that was awarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.core.validators import MinValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models.terms import EndReason
from marketplace.agreements.querysets import AgreementQuerySet
from marketplace.agreements.transitions import AGREEMENT
from marketplace.awards.models import Candidate
from marketplace.challenges.models import Challenge
from marketplace.core.numbers import receipt_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.agreements.models.version import AgreementVersion
    from marketplace.organisations.models import Organisation

NOTE_LENGTH: Final = 500

no_nulls: Final = ProhibitNullCharactersValidator()


class Side(models.TextChoices):
    """One of the two sides of an agreement."""

    OWNER = "owner", _("the challenge's owner")
    FIRM = "firm", _("the awarded firm")

    @property
    def other(self) -> Side:
        """Return the side across."""
        return Side.FIRM if self is Side.OWNER else Side.OWNER


class AgreementState(models.TextChoices):
    """How far an agreement has come."""

    DRAFTED = "drafted", pgettext_lazy("agreement", "being drafted")
    OFFERED = "offered", _("offered to the firm")
    AGREED = "agreed", _("agreed, to be signed")
    SIGNED = "signed", pgettext_lazy("agreement", "signed")
    ENDED = "ended", _("no agreement came about")


def money(label: Any) -> models.DecimalField[Any, Any]:
    """Return a column for an amount in yuan."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )


def _instant(label: Any = None) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(label, null=True, editable=False)


class Agreement(models.Model):
    """What an awarded firm and the challenge's owner agree on, known by its number.

    Its parts (milestones, promises, installments, clauses) are rows of their own; what both sides
    agreed on is a version, which holds all of them.
    """

    State: ClassVar = AgreementState
    Side: ClassVar = Side

    number = models.CharField(
        _("number"), max_length=14, unique=True, default=receipt_number, editable=False
    )
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="agreements")
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="agreement")
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AgreementState.choices,
        default=AgreementState.DRAFTED,
        db_index=True,
    )
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    amount = money(_("public money, yuan"))
    own_money = money(_("own money, yuan"))
    is_public = models.BooleanField(_("everybody reads the amount"), default=False)
    version = models.PositiveSmallIntegerField(_("version"), default=0, editable=False)
    """The number of the version that holds the parts as they are now; 0 before the first."""
    drafted_at = models.DateTimeField(_("drafted"), editable=False)
    signed_at = _instant(pgettext_lazy("agreement", "signed"))
    signed_version = models.OneToOneField(
        "AgreementVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    ended_at = _instant(_("ended"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    end_reason = models.ForeignKey(
        EndReason, models.PROTECT, null=True, editable=False, related_name="+"
    )
    end_note = models.CharField(
        _("in words"), max_length=NOTE_LENGTH, blank=True, validators=[no_nulls]
    )
    due_at = _instant(_("to be acted on by"))
    """Until when the side whose turn it is should act; nothing once signed or ended."""
    reminded_at = _instant()
    escalated_at = _instant()
    unsigned_told_at = _instant()
    """When owner and supervising department were told that it was not signed in its days."""

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, own_money__gte=0), name="agreements_money_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreements_end_after_the_beginning"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False, signed_version__isnull=False)
                | ~Q(state="signed") & Q(signed_at__isnull=True, signed_version__isnull=True),
                name="agreements_signed_with_its_version",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, end_reason__isnull=False)
                | ~Q(state="ended") & Q(ended_at__isnull=True, end_reason__isnull=True),
                name="agreements_ended_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["signed", "ended"], due_at__isnull=True)
                | Q(state__in=["drafted", "offered", "agreed"], due_at__isnull=False),
                name="agreements_due_while_unsigned",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("task agreement")
        verbose_name_plural = _("task agreements")

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def firm(self) -> Organisation:
        """Return the firm that was awarded."""
        firm: Organisation = self.candidate.bid.firm
        return firm

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to act before it is signed."""
        return self.state in {self.State.DRAFTED, self.State.OFFERED, self.State.AGREED}

    def move(self, verb: str, *, due_at: datetime) -> None:
        """Enter the state that a verb leads to, to be acted on anew by an instant."""
        self.state = AGREEMENT.target(verb, self.state)
        self.wait(until=due_at)

    def wait(self, *, until: datetime) -> None:
        """Be acted on anew by an instant; who was reminded before is reminded again."""
        self.due_at, self.reminded_at, self.escalated_at = until, None, None

    def sign(self, version: AgreementVersion, *, at: datetime) -> None:
        """Enter the signed state with the version that both sides signed."""
        self.state = AGREEMENT.target("sign", self.state)
        self.signed_version, self.signed_at = version, at
        self.due_at = None

    def end(self, *, by: User, at: datetime, reason: EndReason, note: str) -> None:
        """End it without an agreement, with the reason; Refusal when the machine forbids it."""
        self.state = AGREEMENT.target("end", self.state)
        self.ended_by, self.ended_at, self.end_reason, self.end_note = by, at, reason, note
        self.due_at = None

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether somebody should have acted by an instant."""
        return self.due_at is not None and instant >= self.due_at

    def journal_state(self) -> Mapping[str, object]:
        """Return what actions change, for the journal's digests; versions stand for the parts."""
        versions = self.versions.order_by("number").values_list("number", "digest")
        copies = self.copies.order_by("pk").values_list("side", "state", "blob__sha256")
        return {
            "candidate": self.candidate_id,
            "state": str(self.state),
            "version": self.version,
            "versions": [list(one) for one in versions],
            "copies": [list(one) for one in copies],
            "signed": [self.signed_at, self.signed_version_id],
            "ended": [self.ended_at, self.end_reason_id, self.end_note],
        }
