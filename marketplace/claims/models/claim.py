"""Claims: a firm's open application (对接申请) for a demand that is not a challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.querysets import ClaimQuerySet
from marketplace.claims.transitions import CLAIM
from marketplace.cooperations.models import Cooperation
from marketplace.core.numbers import receipt_number
from marketplace.listings.models import Capability, Demand
from marketplace.listings.models.timeline import Timeline, timeline_field
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User

PITCH_LENGTH = 1000
REASON_LENGTH = 500

_no_nulls = ProhibitNullCharactersValidator()
phone_validator = RegexValidator(
    r"^(?=(?:\D*\d){7,20}\D*$)[\d\s()+#*,.\-/转]+$",
    _("Give a phone number: digits, perhaps with + - ( ) or an extension."),
    code="phone",
)


class ClaimState(models.TextChoices):
    """How far a claim has come."""

    SUBMITTED = "submitted", _("waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
    DECLINED = "declined", pgettext_lazy("application", "declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the firm")
    ENDED = "ended", pgettext_lazy("application", "co-operation ended")


class Claim(models.Model):
    """A firm's application for a demand, known by its receipt number."""

    State: ClassVar = ClaimState
    LIVE: ClassVar = (ClaimState.SUBMITTED, ClaimState.ACCEPTED)

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="claims"
    )
    firm = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("applicant"), related_name="claims"
    )
    capability = models.ForeignKey(
        Capability,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("capability"),
        related_name="claims",
    )
    pitch = models.CharField(
        _("how you would do it"), max_length=PITCH_LENGTH, validators=[_no_nulls]
    )
    contact_name = models.CharField(_("contact"), max_length=40, validators=[_no_nulls])
    contact_phone = models.CharField(
        _("phone"), max_length=40, validators=[_no_nulls, phone_validator]
    )
    receipt = models.CharField(
        _("receipt number"), max_length=20, unique=True, default=receipt_number, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.SUBMITTED
    )
    submitted_at = models.DateTimeField(pgettext_lazy("application", "submitted"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("submitted by"), related_name="+"
    )
    answer_due = models.DateTimeField(_("answer due"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    confirmed_at = models.DateTimeField(pgettext_lazy("application", "last confirmed"))
    decided_at = models.DateTimeField(_("answered or withdrawn"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name=_("answered or withdrawn by"),
        related_name="+",
    )
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    despite = models.CharField(
        _("why it is accepted all the same"),
        max_length=REASON_LENGTH,
        blank=True,
        validators=[_no_nulls],
    )
    """Why it was accepted while something binding was not shown; the handling unit reads it."""
    details_asked_at = models.DateTimeField(_("details asked"), null=True)
    details_wanted = models.CharField(
        _("details wanted"), max_length=REASON_LENGTH, blank=True, validators=[_no_nulls]
    )
    timeline = timeline_field(editable=False)
    """What the demand said would be public of a co-operation when the firm applied."""
    cooperation = models.OneToOneField(
        Cooperation,
        models.PROTECT,
        null=True,
        verbose_name=_("co-operation"),
        related_name="claim",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["demand", "firm"],
                condition=Q(state__in=["submitted", "accepted"]),
                name="claims_one_live_per_firm",
            ),
            models.CheckConstraint(
                condition=Q(timeline__in=Timeline.values), name="claims_timeline_known"
            ),
            models.CheckConstraint(
                condition=Q(despite="") | Q(state__in=["accepted", "ended"]),
                name="claims_despite_is_said_of_an_acceptance",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", decided_at__isnull=True)
                | (~Q(state="submitted") & Q(decided_at__isnull=False)),
                name="claims_decided_once_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="claims_declined_with_reason"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="claims_versions_from_one"),
            models.CheckConstraint(
                condition=Q(confirmed_at__gte=F("submitted_at")), name="claims_confirmed_once_sent"
            ),
            models.CheckConstraint(
                condition=Q(cooperation__isnull=True) | Q(state__in=["accepted", "ended"]),
                name="claims_cooperation_once_accepted",
            ),
            models.CheckConstraint(
                condition=Q(details_asked_at__isnull=True, details_wanted="")
                | (Q(details_asked_at__isnull=False) & ~Q(details_wanted="")),
                name="claims_details_in_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["demand", "state"], name="claims_of_demand"),
            models.Index(fields=["firm", "-submitted_at"], name="claims_of_firm"),
        ]
        ordering: ClassVar = ["-submitted_at", "-id"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        """Return the receipt number."""
        return self.receipt

    @property
    def is_live(self) -> bool:
        """Return whether it waits for an answer, or was accepted and its co-operation goes on."""
        return self.state in self.LIVE

    @property
    def waits_for_first_answer(self) -> bool:
        """Return whether it was neither decided nor asked about: the promise of an answer runs."""
        return self.state == ClaimState.SUBMITTED and self.details_asked_at is None

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether the first answer was due before an instant and has not come."""
        return self.waits_for_first_answer and self.answer_due <= instant

    def ask(self, *, at: datetime, wanted: str) -> None:
        """Note which details the officers want; Refusal when the machine forbids it."""
        self.state = CLAIM.target("ask", self.state)
        self.details_asked_at, self.details_wanted = at, wanted

    def accept(self, *, by: User, at: datetime, reason: str, despite: str = "") -> None:
        """Enter the state in which both sides talk; Refusal when the machine forbids it."""
        self._end("accept", by, at, reason)
        self.despite = despite

    def decline(self, *, by: User, at: datetime, reason: str) -> None:
        """Enter the state of a reasoned no; Refusal when the machine forbids it."""
        self._end("decline", by, at, reason)

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Enter the state in which the firm took it back; Refusal when the machine forbids it."""
        self._end("withdraw", by, at, "")

    def end(self) -> None:
        """Enter the state after its co-operation; Refusal when the machine forbids it."""
        self.state = CLAIM.target("end", self.state)

    def change(self, *, at: datetime) -> None:
        """Begin the next version, which confirms the claim; Refusal when the machine forbids it."""
        self.state = CLAIM.target("change", self.state)
        self.version += 1
        self.confirmed_at = at

    def confirm(self, *, at: datetime) -> None:
        """Stand by what was sent, as of an instant; Refusal when the machine forbids it."""
        self.state = CLAIM.target("confirm", self.state)
        self.confirmed_at = at

    def _end(self, verb: str, by: User, at: datetime, reason: str) -> None:
        self.state = CLAIM.target(verb, self.state)
        self.decided_at, self.decided_by, self.reason = at, by, reason

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests.

        What came later appears once it is set, so that older digests still hold. That its
        co-operation ended is the state of the co-operation, whose own entries say so.
        """
        later: dict[str, object] = {}
        state = ClaimState.ACCEPTED if self.state == ClaimState.ENDED else self.state
        if self.version > 1:
            later["version"] = self.version
        if self.confirmed_at != self.submitted_at:
            later["confirmed"] = self.confirmed_at
        if self.details_asked_at is not None:
            later["details"] = [self.details_asked_at, self.details_wanted]
        if self.despite:
            later["despite"] = self.despite
        return {
            **later,
            "demand": self.demand_id,
            "firm": self.firm_id,
            "capability": self.capability_id,
            "pitch": self.pitch,
            "contact": [self.contact_name, self.contact_phone],
            "receipt": self.receipt,
            "state": str(state),
            "submitted": [self.submitted_at, self.submitted_by_id],
            "answer_due": self.answer_due,
            "decided": [self.decided_at, self.decided_by_id],
            "reason": self.reason,
        }
