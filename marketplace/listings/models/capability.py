"""Capabilities: what a firm or institute can deliver."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from marketplace.files.models import Blob
from marketplace.listings.models.listing import Lifecycle, Listing, long_text
from marketplace.listings.querysets import CapabilityQuerySet
from marketplace.taxonomy.models import District


class Capability(Listing):
    """What an organisation can deliver, with evidence and cases."""

    KEY = "capability"
    NUMBER_PREFIX = "NL"

    class Maturity(models.TextChoices):
        """How far it has come."""

        LAB = "lab", _("laboratory")
        PROTOTYPE = "prototype", _("prototype")
        PILOT = "pilot", _("pilot")
        PRODUCT = "product", _("product")
        SCALED = "scaled", _("in use at scale")

    class PriceKind(models.TextChoices):
        """What is said of the price."""

        RANGE = "range", _("range")
        NEGOTIABLE = "negotiable", _("by agreement")
        UNDISCLOSED = "undisclosed", _("not disclosed")

    class FirstOfKind(models.TextChoices):
        """Whether it stands in a catalogue of firsts."""

        NONE = "none", _("none")
        EQUIPMENT = "equipment", _("first set of equipment")
        BATCH = "batch", _("first batch of material")
        VERSION = "version", _("first version of software")

    description = long_text(_("description"))
    delivers_everywhere = models.BooleanField(_("delivers everywhere"), default=True)
    delivers_to = ParentalManyToManyField(
        District, blank=True, verbose_name=_("districts it can deliver in"), related_name="+"
    )
    price_kind = models.CharField(
        _("price"), max_length=12, choices=PriceKind.choices, default=PriceKind.NEGOTIABLE
    )
    price_low = models.DecimalField(
        _("price from, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price_high = models.DecimalField(
        _("price up to, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    maturity = models.CharField(_("maturity"), max_length=10, choices=Maturity.choices, blank=True)
    team_size = models.PositiveIntegerField(_("people in the team"), null=True, blank=True)
    first_of_kind = models.CharField(
        _("first of its kind"), max_length=10, choices=FirstOfKind.choices, default=FirstOfKind.NONE
    )
    first_catalogue = models.CharField(_("catalogue"), max_length=80, blank=True)
    first_year = models.PositiveSmallIntegerField(_("year of the catalogue"), null=True, blank=True)

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        permissions: ClassVar = [
            ("publish_capability_review", "Can review capabilities for the portal")
        ]


class CapabilityLifecycle(Lifecycle):
    """How a capability is run."""

    capability = models.OneToOneField(Capability, models.PROTECT, related_name="lifecycle")

    class Meta:
        verbose_name = _("lifecycle of a capability")
        verbose_name_plural = _("lifecycles of capabilities")

    @property
    def listing(self) -> Capability:
        """Return the content beside this row."""
        return self.capability


class Case(Orderable):
    """Where the capability was delivered before."""

    capability = ParentalKey(Capability, on_delete=models.CASCADE, related_name="cases")
    customer = models.CharField(_("customer"), max_length=80)
    place = models.CharField(_("place"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    result = models.CharField(_("result"), max_length=200, blank=True)

    def __str__(self) -> str:
        """Return the customer and the year."""
        return f"{self.customer} {self.year or ''}".strip()


class CapabilityAttachment(Orderable):
    """A file that belongs to a version of a capability."""

    OF = "capability"

    capability = ParentalKey(Capability, on_delete=models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)

    def __str__(self) -> str:
        """Return the title."""
        return self.title
