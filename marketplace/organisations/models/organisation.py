"""Organisations and the units within them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.credit_codes import validate_credit_code
from marketplace.organisations.querysets import OrganisationQuerySet
from marketplace.taxonomy.models import District, EconomicActivity, Industry, Park


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
    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    credit_code = models.CharField(
        _("unified credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_credit_code],
        error_messages={
            "unique": _("This code is registered already: ask the organisation's owner to add you.")
        },
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
    verification_note = models.CharField(
        _("why not verified"), max_length=300, blank=True, editable=False
    )
    is_placeholder = models.BooleanField(
        _("entered from a list, not by itself"), default=False, editable=False
    )
    is_example = models.BooleanField(_("example content"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    created = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # A firm registers under its name even where a list has made a placeholder of it.
            models.UniqueConstraint(
                fields=["name", "is_placeholder"],
                name="organisations_name_once",
                violation_error_code="name_taken",
                violation_error_message=_("An organisation of this name is registered already."),
            ),
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

    def journal_state(self) -> Mapping[str, object]:
        """Return what the journal vouches for: who this is, and how far it is trusted."""
        return {
            "kind": self.kind,
            "name": self.name,
            "credit_code": self.credit_code,
            "verified_at": self.verified_at,
            "is_placeholder": self.is_placeholder,
            "merged_into": self.merged_into_id,
        }

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
                fields=["organisation", "name"],
                name="organisations_unit_once",
                violation_error_code="name_taken",
                violation_error_message=_("There is a unit of this name already."),
            ),
        ]
        ordering: ClassVar = ["id"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
