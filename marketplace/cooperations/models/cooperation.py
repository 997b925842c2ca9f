"""A co-operation (合作): a demand's owner and one provider, from the accepted application on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.conf import settings
from django.core.validators import (
    MinValueValidator,
    ProhibitNullCharactersValidator,
    URLValidator,
)
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.cooperations.querysets import CooperationQuerySet
from marketplace.cooperations.transitions import COOPERATION
from marketplace.core.numbers import receipt_number
from marketplace.listings.models import Capability, Demand
from marketplace.listings.models.timeline import Timeline, timeline_field
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from marketplace.accounts.models import User

REASON_LENGTH: Final = 500

no_nulls: Final = ProhibitNullCharactersValidator()


class Side(models.TextChoices):
    """One of the two sides of a co-operation."""

    OWNER = "owner", _("demand's owner")
    PROVIDER = "provider", _("provider")

    @property
    def other(self) -> Side:
        """Return the side across."""
        return Side.PROVIDER if self is Side.OWNER else Side.OWNER


class CooperationState(models.TextChoices):
    """How far a co-operation has come."""

    OPENED = "opened", _("contact to be confirmed")
    CONTACTED = "contacted", _("in contact")
    TALKING = "talking", _("in talks")
    AGREED = "agreed", _("agreement signed")
    DELIVERED = "delivered", pgettext_lazy("co-operation", "delivered")
    ACCEPTED = "accepted", pgettext_lazy("co-operation", "result accepted")
    RATED = "rated", _("rated by both sides")
    ENDED = "ended", pgettext_lazy("co-operation", "ended")


AGREED_STATES: Final = ("agreed", "delivered", "accepted", "rated")
"""States in which an agreement stands."""

CERTIFIED: Final = (
    *("certificate", "certified_at", "number", "demand", "provider"),
    *("capability", "agreed_on", "accepted_at"),
)
"""What a certificate says, which stays once it was issued."""

ENDABLE_STATES: Final = tuple(sorted(COOPERATION["end"].sources))
"""States in which something is still to be done."""


def _person(label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=label, related_name="+"
    )


def _instant(label: Any) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(label, null=True)


class Cooperation(models.Model):
    """What a demand's owner and a provider do together, known by its number."""

    State: ClassVar = CooperationState

    demand = models.ForeignKey(
        Demand, models.PROTECT, verbose_name=_("demand"), related_name="cooperations"
    )
    provider = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("provider"), related_name="cooperations"
    )
    capability = models.ForeignKey(
        Capability,
        models.PROTECT,
        null=True,
        verbose_name=_("capability"),
        related_name="cooperations",
    )
    number = models.CharField(_("number"), max_length=20, unique=True, default=receipt_number)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CooperationState.choices,
        default=CooperationState.OPENED,
    )
    opened_at = models.DateTimeField(_("opened"))
    owner_confirmed_at = _instant(_("contact confirmed by the owner"))
    owner_confirmed_by = _person(_("confirmed for the owner by"))
    provider_confirmed_at = _instant(_("contact confirmed by the provider"))
    provider_confirmed_by = _person(_("confirmed for the provider by"))
    contacted_at = _instant(_("in contact since"))
    talking_at = _instant(_("in talks since"))
    agreed_at = _instant(_("agreement entered"))
    agreed_on = models.DateField(_("date of the agreement"), null=True)
    amount = models.DecimalField(
        _("amount, yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0)],
    )
    notice_url = models.URLField(
        _("notice on the legal platform"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    timeline = timeline_field(editable=False)
    """What was promised to be public of it at most; see `shown`."""
    is_public = models.BooleanField(_("agreement is public"), default=False)
    stated_at = _instant(_("delivery stated by the provider"))
    delivered_at = _instant(pgettext_lazy("co-operation", "delivered"))
    accepted_at = _instant(pgettext_lazy("co-operation", "result accepted"))
    certificate = models.CharField(_("number of the certificate"), max_length=20, blank=True)
    certified_at = _instant(_("certificate issued"))
    rated_at = _instant(_("rated by both sides"))
    ended_at = _instant(pgettext_lazy("co-operation", "ended"))
    ended_side = models.CharField(
        _("ended by the side"), max_length=8, choices=Side.choices, blank=True
    )
    ended_by = _person(_("ended by"))
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[no_nulls]
    )

    objects = CooperationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["demand", "provider"],
                condition=~Q(state="ended"),
                name="cooperations_one_unended",
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=~Q(certificate=""),
                name="cooperations_certificate_once",
            ),
            models.CheckConstraint(
                condition=Q(timeline__in=Timeline.values), name="cooperations_timeline_known"
            ),
            models.CheckConstraint(
                condition=Q(contacted_at__isnull=True)
                | Q(owner_confirmed_at__isnull=False, provider_confirmed_at__isnull=False),
                name="cooperations_contact_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "ended"]) | Q(contacted_at__isnull=False),
                name="cooperations_contact_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AGREED_STATES)
                | Q(agreed_at__isnull=False, agreed_on__isnull=False),
                name="cooperations_agreement_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rated"]) | Q(accepted_at__isnull=False),
                name="cooperations_accepted_at",
            ),
            models.CheckConstraint(
                condition=Q(certificate="")
                | Q(accepted_at__isnull=False, certified_at__isnull=False),
                name="cooperations_certified_once_accepted",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(agreed_at__isnull=False),
                name="cooperations_public_once_agreed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(reason="")
                    & ~Q(ended_side="")
                )
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="cooperations_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="cooperations_amount_not_below_zero",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["demand", "state"], name="cooperations_of_demand"),
            models.Index(fields=["provider", "-opened_at"], name="cooperations_of_provider"),
        ]
        ordering: ClassVar = ["-opened_at", "-id"]
        verbose_name = _("co-operation")
        verbose_name_plural = _("co-operations")

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def shown(self) -> Timeline:
        """Return what everybody reads of it: what was promised, or less if the demand says so."""
        return Timeline.least(self.timeline, self.demand.timeline)

    def is_confirmed_by(self, side: str) -> bool:
        """Return whether a side has confirmed the contact."""
        return getattr(self, f"{side}_confirmed_at") is not None

    def confirm(self, side: str, *, by: User, at: datetime) -> None:
        """Note a side's confirmation; the second one enters the state of contact."""
        target = COOPERATION.target("contact", self.state)
        setattr(self, f"{side}_confirmed_at", at)
        setattr(self, f"{side}_confirmed_by", by)
        if self.is_confirmed_by(Side(side).other):
            self.state, self.contacted_at = target, at

    def talk(self, *, at: datetime) -> None:
        """Enter the state of talks; Refusal when the machine forbids it."""
        self.state, self.talking_at = COOPERATION.target("talk", self.state), at

    def agree(
        self, *, at: datetime, on: date, amount: Decimal | None, notice_url: str, is_public: bool
    ) -> None:
        """Enter the state of a signed agreement; Refusal when the machine forbids it."""
        self.state, self.agreed_at = COOPERATION.target("agree", self.state), at
        self.agreed_on, self.amount = on, amount
        self.notice_url, self.is_public = notice_url, is_public

    def deliver(self, *, at: datetime) -> None:
        """Enter the state of a confirmed delivery; Refusal when the machine forbids it."""
        self.state, self.delivered_at = COOPERATION.target("deliver", self.state), at

    def accept(self, *, at: datetime) -> None:
        """Enter the state of an accepted result; Refusal when the machine forbids it."""
        self.state, self.accepted_at = COOPERATION.target("accept", self.state), at

    def rate(self, *, at: datetime) -> None:
        """Enter the state in which both have rated; Refusal when the machine forbids it."""
        self.state, self.rated_at = COOPERATION.target("rate", self.state), at

    def end(self, side: str, *, by: User, at: datetime, reason: str) -> None:
        """Enter the state of a reasoned end; Refusal when the machine forbids it."""
        self.state = COOPERATION.target("end", self.state)
        self.ended_at, self.ended_by, self.ended_side, self.reason = at, by, side, reason

    def journal_state(self) -> dict[str, object]:
        """Return what actions change, for the journal's digests."""
        return {
            "demand": self.demand_id,
            "provider": self.provider_id,
            "state": str(self.state),
            "confirmed": [self.owner_confirmed_at, self.provider_confirmed_at],
            "contacted_at": self.contacted_at,
            "agreed": [self.agreed_at, self.agreed_on, self.amount, self.notice_url],
            "is_public": self.is_public,
            "stated_at": self.stated_at,
            "delivered_at": self.delivered_at,
            "accepted_at": self.accepted_at,
            "certificate": self.certificate,
            "rated_at": self.rated_at,
            "ended": [self.ended_at, str(self.ended_side), self.reason],
        }
