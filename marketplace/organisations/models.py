"""Organisations, their units, the people in them, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.credit_codes import validate_credit_code
from marketplace.organisations.querysets import MembershipQuerySet, OrganisationQuerySet
from marketplace.taxonomy.models import (
    District,
    EconomicActivity,
    Industry,
    Park,
    QualificationKind,
)

if TYPE_CHECKING:
    from datetime import date


class Kind(models.TextChoices):
    """What an organisation is."""

    AGENCY = "agency", _("government department")
    INSTITUTION = "institution", _("public institution")
    STATE_FIRM = "state_firm", _("state-owned enterprise")
    FIRM = "firm", _("firm")
    RESEARCH = "research", _("university or research institute")
    ASSOCIATION = "association", _("industry association")
    PARK = "park", _("park")
    SERVICE = "service", _("service organisation")


PUBLIC_KINDS = frozenset({Kind.AGENCY, Kind.INSTITUTION, Kind.STATE_FIRM, Kind.PARK})
"""Kinds whose demands form the government list."""


class Scale(models.TextChoices):
    """The size class of a firm."""

    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class Organisation(models.Model):
    """A body, firm or institute that takes part, verified by its unified credit code."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("full name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    credit_code = models.CharField(
        _("unified credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_credit_code],
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    region = models.CharField(_("region, when outside Xiamen"), max_length=60, blank=True)
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True, verbose_name=_("park"))
    industries = models.ManyToManyField(Industry, blank=True, verbose_name=_("industries"))
    activity = models.ForeignKey(
        EconomicActivity,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("economic activity (GB/T 4754)"),
    )
    scale = models.CharField(_("scale"), max_length=10, choices=Scale.choices, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    introduction = models.CharField(_("introduction"), max_length=600, blank=True)
    website = models.URLField(_("website"), blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    is_placeholder = models.BooleanField(
        _("entered from a list, not by itself"), default=False, editable=False
    )
    is_example = models.BooleanField(_("example content"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    created = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(credit_code__isnull=False),
                name="organisations_verified_by_code",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(is_placeholder=False),
                name="organisations_placeholder_unverified",
            ),
            models.CheckConstraint(
                condition=Q(credit_code__isnull=True) | ~Q(credit_code=""),
                name="organisations_no_empty_code",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")),
                name="organisations_not_merged_into_itself",
            ),
        ]
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [
            ("verify_organisation", _("May verify organisations and decide on takeovers")),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        """Return the short name, else the full one."""
        return self.short_name or self.name

    @property
    def is_public_body(self) -> bool:
        """Return whether demands of this organisation form the government list."""
        return self.kind in PUBLIC_KINDS

    @property
    def is_verified(self) -> bool:
        """Return whether staff have verified the credit code."""
        return self.verified_at is not None


class Unit(models.Model):
    """A unit (处室) within an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=60)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="organisations_unit_once"
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Role(models.TextChoices):
    """What a person may do for an organisation."""

    OWNER = "owner", _("owner")
    EDITOR = "editor", _("listings editor")
    APPROVER = "approver", _("approver")
    BIDDER = "bidder", _("bid manager")
    VIEWER = "viewer", _("viewer")


class Membership(models.Model):
    """A person in an organisation, with a role and perhaps a unit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="organisations_membership_once"
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        """Return who is what where."""
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"


class Qualification(models.Model):
    """A qualification that an organisation holds, with its validity."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="qualifications")
    kind = models.ForeignKey(QualificationKind, models.PROTECT, verbose_name=_("kind"))
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=models.F("valid_until")),
                name="organisations_validity_forwards",
                violation_error_code="validity",
                violation_error_message=_("The last day of validity comes before the first."),
            ),
        ]
        ordering: ClassVar = ["kind__sort_order", "id"]
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self) -> str:
        """Return the kind and its number."""
        return f"{self.kind} {self.number}".strip()

    def holds_on(self, day: date) -> bool | None:
        """Return whether it is valid on a day; None where no validity was given."""
        if self.valid_until is None:
            return None
        return self.valid_until >= day and (self.valid_from is None or self.valid_from <= day)


class CreditFact(models.Model):
    """A dated, sourced fact about an organisation's credit; the newest of a kind counts."""

    class FactKind(models.TextChoices):
        """Which list the fact speaks of."""

        ABNORMAL = "abnormal", _("list of abnormal operations")
        SERIOUS = "serious", _("list of serious violations and dishonesty")
        DISHONEST = "dishonest", _("list of dishonest persons subject to enforcement")

    class Answer(models.TextChoices):
        """Whether the organisation stands on that list."""

        YES = "yes", _("listed")
        NO = "no", _("not listed")
        UNKNOWN = "unknown", _("unknown")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="credit_facts")
    kind = models.CharField(_("list"), max_length=10, choices=FactKind.choices)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering: ClassVar = ["-as_of", "-id"]
        verbose_name = _("credit fact")
        verbose_name_plural = _("credit facts")

    def __str__(self) -> str:
        """Return list and answer."""
        return f"{self.get_kind_display()}: {self.get_answer_display()}"


class TakeoverState(models.TextChoices):
    """How far a request to take over a placeholder has come."""

    SUBMITTED = "submitted", _("submitted")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TakeoverRequest(models.Model):
    """A verified organisation's request (认领) to take over a placeholder and its items."""

    placeholder = models.ForeignKey(
        Organisation, models.PROTECT, related_name="takeovers", verbose_name=_("placeholder")
    )
    claimant = models.ForeignKey(
        Organisation, models.PROTECT, related_name="takeovers_asked", verbose_name=_("claimant")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    grounds = models.CharField(_("grounds"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=TakeoverState.choices, default=TakeoverState.SUBMITTED
    )
    created = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["placeholder", "claimant"],
                condition=Q(state="submitted"),
                name="organisations_takeover_open_once",
            ),
            models.UniqueConstraint(
                fields=["placeholder"],
                condition=Q(state="confirmed"),
                name="organisations_taken_over_once",
            ),
            models.CheckConstraint(
                condition=~Q(placeholder=models.F("claimant")),
                name="organisations_takeover_of_another",
            ),
        ]
        ordering: ClassVar = ["-id"]
        verbose_name = _("takeover request")
        verbose_name_plural = _("takeover requests")

    def __str__(self) -> str:
        """Return who asks for whom."""
        return f"{self.claimant} ← {self.placeholder}"
