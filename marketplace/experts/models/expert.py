"""A person of the pool, known to the draw by a random code alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.numbers import receipt_number
from marketplace.experts.querysets import ExpertQuerySet
from marketplace.experts.transitions import EXPERT
from marketplace.taxonomy.models import Domain, Industry

if TYPE_CHECKING:
    from datetime import date, datetime

    from marketplace.accounts.models import User

REASON_LENGTH: Final = 300
MOST_PANELS: Final = 20

no_nulls: Final = ProhibitNullCharactersValidator()

PERSONAL: Final = ("name", "phone", "email", "address", "title", "speciality", "reason")
"""Fields that are emptied when somebody leaves; nobody but the person and staff reads them."""


class ExpertState(models.TextChoices):
    """Where somebody stands."""

    APPLIED = "applied", pgettext_lazy("expert", "waits for the check")
    ACTIVE = "active", pgettext_lazy("expert", "in the pool")
    DECLINED = "declined", pgettext_lazy("expert", "not taken in")
    PAUSED = "paused", pgettext_lazy("expert", "resting")
    SUSPENDED = "suspended", pgettext_lazy("expert", "suspended")
    LEFT = "left", pgettext_lazy("expert", "left")


class Expert(models.Model):
    """A person who judges: contact, fields, when and how often available, and the state."""

    State: ClassVar = ExpertState

    class Origin(models.TextChoices):
        """How a person came into the pool."""

        APPLIED = "applied", _("applied")
        IMPORTED = "imported", _("entered from a list")

    code = models.CharField(
        _("code of the expert"), max_length=14, unique=True, default=receipt_number, editable=False
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expert",
        verbose_name=_("account"),
    )
    name = models.CharField(
        pgettext_lazy("expert", "name"), max_length=60, blank=True, validators=[no_nulls]
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[no_nulls])
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(
        _("postal address"), max_length=200, blank=True, validators=[no_nulls]
    )
    title = models.CharField(
        _("professional title"), max_length=60, blank=True, validators=[no_nulls]
    )
    speciality = models.CharField(
        _("what you know best"), max_length=500, blank=True, validators=[no_nulls]
    )
    domains = models.ManyToManyField(Domain, blank=True, verbose_name=_("scenario domains"))
    industries = models.ManyToManyField(Industry, blank=True, verbose_name=_("industries"))
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    load_limit = models.PositiveSmallIntegerField(
        _("panels at the same time, at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PANELS)],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ExpertState.choices, default=ExpertState.APPLIED
    )
    origin = models.CharField(
        max_length=10, choices=Origin.choices, default=Origin.APPLIED, editable=False
    )
    applied_at = models.DateTimeField(_("applied"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, validators=[no_nulls]
    )
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    is_example = models.BooleanField(_("example content"), default=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False)
                | (~Q(state="left") & Q(left_at__isnull=True)),
                name="experts_left_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="left") | Q(user__isnull=True, **dict.fromkeys(PERSONAL, "")),
                name="experts_left_without_person",
            ),
            models.CheckConstraint(
                condition=Q(state="left") | (~Q(name="") & ~Q(email="")),
                name="experts_named_while_there",
            ),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="experts_available_in_order",
                violation_error_code="available_until_taken",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(load_limit__gte=1, load_limit__lte=MOST_PANELS),
                name="experts_load_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "suspended"]) | ~Q(reason=""),
                name="experts_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(state="left"),
                name="experts_email_once",
                violation_error_code="email_taken",
                violation_error_message=_("Somebody of the pool has this address already."),
            ),
        ]
        ordering: ClassVar = ["-applied_at", "-id"]
        permissions: ClassVar = [("manage_expert", _("May keep the pool of experts and draw"))]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        """Return the name, else the code."""
        return self.name or self.code

    @property
    def field_keys(self) -> tuple[str, ...]:
        """Return the fields by which the draw knows the person, in the order of their keys."""
        domains = [f"domain:{one.slug}" for one in self.domains.all()]
        industries = [f"industry:{one.slug}" for one in self.industries.all()]
        return tuple(sorted([*domains, *industries]))

    def is_available(self, day: date) -> bool:
        """Return whether the person judges on a day, as they said."""
        return (self.available_from is None or self.available_from <= day) and (
            self.available_until is None or self.available_until >= day
        )

    def decide(self, verb: str, *, by: User, at: datetime, reason: str = "") -> None:
        """Enter the state of a decision of staff; Refusal when the machine forbids it."""
        self.state = EXPERT.target(verb, self.state)
        self.decided_at, self.decided_by, self.reason = at, by, reason

    def turn(self, verb: str) -> None:
        """Rest, come back or apply again; Refusal when the machine forbids it."""
        self.state = EXPERT.target(verb, self.state)

    def leave(self, *, at: datetime) -> None:
        """Leave, and keep nothing that tells who it was; Refusal when the machine forbids it."""
        self.state, self.left_at = EXPERT.target("leave", self.state), at
        self.user = None
        for name in PERSONAL:
            setattr(self, name, "")

    def journal_state(self) -> Mapping[str, object]:
        """Return what the journal vouches for; salted, and nothing personal."""
        return {
            "state": str(self.state),
            "fields": list(self.field_keys),
            "available": [self.available_from, self.available_until],
            "load_limit": self.load_limit,
            "employments": [one.facts() for one in self.employments.order_by("pk")],
            "ties": [one.facts() for one in self.ties.order_by("pk")],
        }
