"""Demands: what somebody wants solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from marketplace.files.models import Blob
from marketplace.listings.models.listing import Lifecycle, Listing, long_text
from marketplace.listings.models.timeline import Timeline, timeline_field
from marketplace.listings.querysets import DemandQuerySet
from marketplace.organisations.models import Organisation
from marketplace.taxonomy.models import District, Park, ResourceKind

if TYPE_CHECKING:
    from datetime import datetime

WHY_LENGTH = 300
MOST_SLOTS = 99
MOST_PARTNERS = 20
USUAL_PARTNERS = 4


class Demand(Listing):
    """A scenario, challenge, supply or technology demand, as its author writes it."""

    KEY = "demand"
    NUMBER_PREFIX = "XQ"

    class Mode(models.TextChoices):
        """What kind of answer the demand asks for."""

        SCENARIO = "scenario", _("application scenario")
        CHALLENGE = "challenge", _("open challenge")
        SUPPLY = "supply", _("supply chain")
        TECHNOLOGY = "technology", _("technology need")

    class BudgetKind(models.TextChoices):
        """What is said of the budget."""

        RANGE = "range", _("range")
        UNDISCLOSED = "undisclosed", _("not disclosed")
        NONE = "none", _("no budget")

    class Cooperation(models.TextChoices):
        """With whom the owner wants to work."""

        SINGLE = "single", _("one party")
        MULTIPLE = "multiple", _("several parties possible")
        CONSORTIUM = "consortium", _("consortia possible")
        MULTIPLE_CONSORTIUM = "multiple_consortium", _("several parties and consortia possible")

    class Path(models.TextChoices):
        """The follow-up path (后续路径)."""

        PILOT = "pilot", _("pilot without funds")
        PROCUREMENT = "procurement", _("government procurement")
        INNOVATION_PROCUREMENT = "innovation_procurement", _("innovation procurement")
        RESEARCH = "research", _("research project")
        STATE_PROCUREMENT = "state_procurement", _("procurement by a state-owned enterprise")

    ONE_PARTY: ClassVar = frozenset({Cooperation.SINGLE, Cooperation.CONSORTIUM})
    """Demands that are settled with one party, which may be a consortium."""

    CONSORTIA: ClassVar = frozenset({Cooperation.CONSORTIUM, Cooperation.MULTIPLE_CONSORTIUM})
    """Demands that a consortium may apply for."""

    QUIET_PATHS: ClassVar = frozenset({Path.PROCUREMENT, Path.INNOVATION_PROCUREMENT})
    """Paths on which nobody is told before the close how many applied."""

    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices, default=Mode.SCENARIO)
    districts = ParentalManyToManyField(
        District, blank=True, verbose_name=_("districts of use"), related_name="+"
    )
    parks = ParentalManyToManyField(
        Park, blank=True, verbose_name=_("parks of use"), related_name="+"
    )
    place = models.CharField(_("place of use"), max_length=120, blank=True)
    background = long_text(_("background and pain points"))
    goals = long_text(_("goals"))
    content = long_text(_("content"))
    budget_kind = models.CharField(
        _("budget"), max_length=12, choices=BudgetKind.choices, default=BudgetKind.UNDISCLOSED
    )
    budget_low = models.DecimalField(
        _("budget from, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_high = models.DecimalField(
        _("budget up to, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    first_of_kind_counts = models.BooleanField(
        _("a first set, batch or version counts as a case"), default=True
    )
    cooperation = models.CharField(
        _("cooperation"), max_length=20, choices=Cooperation.choices, default=Cooperation.SINGLE
    )
    slots = models.PositiveSmallIntegerField(
        _("parties at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SLOTS)],
    )
    """How many parties are accepted where several are; empty for any number."""
    partners = models.PositiveSmallIntegerField(
        _("partners at most"),
        default=USUAL_PARTNERS,
        validators=[MaxValueValidator(MOST_PARTNERS)],
    )
    """How many partners a consortium has beside its lead, where consortia may apply."""
    timeline = timeline_field()
    """What everybody reads of the co-operations; parties and amounts once their owner says so."""
    path = models.CharField(_("follow-up path"), max_length=24, choices=Path.choices, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    questions_close_at = models.DateTimeField(_("questions close"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    opening_on = models.DateField(_("planned opening of the bids"), null=True, blank=True)
    review_ends_on = models.DateField(_("planned end of the review"), null=True, blank=True)
    notice_on = models.DateField(_("planned notice of the result"), null=True, blank=True)
    signing_on = models.DateField(_("planned signing of the agreement"), null=True, blank=True)
    delivery_on = models.DateField(_("wanted delivery date"), null=True, blank=True)

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        permissions: ClassVar = [("publish_demand_review", "Can review demands for the portal")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(slots__isnull=True) | Q(slots__gte=1, slots__lte=MOST_SLOTS),
                name="listings_slots_in_range",
            ),
            models.CheckConstraint(
                condition=Q(partners__gte=0, partners__lte=MOST_PARTNERS),
                name="listings_partners_in_range",
            ),
            models.CheckConstraint(
                condition=Q(timeline__in=Timeline.values), name="listings_timeline_known"
            ),
        ]

    @property
    def is_challenge(self) -> bool:
        """Return whether 揭榜 is the word for answering it."""
        return self.mode == self.Mode.CHALLENGE

    def is_judged_at(self, instant: datetime) -> bool:
        """Return whether bids for it are judged, or were: no match is shown beside them."""
        return self.is_challenge and self.lifecycle.phase_at(instant) == "closed"

    @property
    def most_parties(self) -> int | None:
        """Return how many parties may be accepted: one, the number of slots, or None for any."""
        return 1 if self.cooperation in self.ONE_PARTY else self.slots

    @property
    def most_partners(self) -> int:
        """Return how many partners an application may have; none where consortia may not apply."""
        return self.partners if self.cooperation in self.CONSORTIA else 0

    @property
    def is_quiet(self) -> bool:
        """Return whether the number of applications stays unsaid before the close."""
        return self.path in self.QUIET_PATHS

    @property
    def buys_by_law(self) -> bool:
        """Return whether buying follows on the legal platform, so that 对接 is not an award."""
        return self.path in self.QUIET_PATHS


class DemandLifecycle(Lifecycle):
    """How a demand is run."""

    class Visibility(models.TextChoices):
        """Who sees the contact."""

        EVERYONE = "everyone", _("everyone")
        SIGNED_IN = "signed_in", _("people who are signed in")
        VERIFIED = "verified", _("people of verified organisations")

    demand = models.OneToOneField(Demand, models.PROTECT, related_name="lifecycle")
    contact_name = models.CharField(_("contact"), max_length=40, blank=True)
    contact_phone = models.CharField(_("office phone"), max_length=40, blank=True)
    contact_visibility = models.CharField(
        _("contact shown to"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.SIGNED_IN,
    )
    opens_at = models.DateTimeField(_("opens"), null=True, editable=False)
    questions_close_at = models.DateTimeField(_("questions close"), null=True, editable=False)
    closes_at = models.DateTimeField(_("closes"), null=True, editable=False, db_index=True)
    closed_at = models.DateTimeField(_("close recorded"), null=True, editable=False)
    """When the clock saw that it had closed; set once, and no deadline moves after it."""
    change_is_material = models.BooleanField(_("material change"), null=True, editable=False)
    change_why = models.CharField(
        _("why it changes"), max_length=WHY_LENGTH, blank=True, editable=False
    )
    """What the author said with the submission of a change, for the addendum it becomes."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(closes_at__isnull=False, closes_at__lte=F("closed_at")),
                name="listings_closed_after_its_close",
            ),
        ]
        verbose_name = _("lifecycle of a demand")
        verbose_name_plural = _("lifecycles of demands")

    @property
    def listing(self) -> Demand:
        """Return the content beside this row."""
        return self.demand


class DemandParty(Orderable):
    """Another body that takes part in a demand."""

    class Part(models.TextChoices):
        """Its part."""

        LEAD = "lead", pgettext_lazy("part of a body", "lead")
        SITE = "site", _("site owner")
        SUPPORT = "support", _("support")
        DATA = "data", _("data provider")

    demand = ParentalKey(Demand, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    part = models.CharField(_("part"), max_length=8, choices=Part.choices)

    def __str__(self) -> str:
        """Return the body and its part."""
        return f"{self.organisation} · {self.get_part_display()}"


class Indicator(Orderable):
    """What an answer is measured by."""

    class Comparison(models.TextChoices):
        """How the value bounds."""

        GE = "ge", "≥"
        LE = "le", "≤"
        GT = "gt", ">"
        LT = "lt", "<"
        EQ = "eq", "="
        TEXT = "text", _("in words")

    demand = ParentalKey(Demand, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicator"), max_length=60)
    baseline = models.CharField(
        pgettext_lazy("of an indicator", "today"), max_length=60, blank=True
    )
    comparison = models.CharField(
        _("comparison"), max_length=5, choices=Comparison.choices, default=Comparison.GE
    )
    value = models.CharField(_("value"), max_length=120)
    unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    is_main = models.BooleanField(_("main indicator"), default=True)
    method = models.CharField(_("how it is accepted"), max_length=120, blank=True)

    def __str__(self) -> str:
        """Return the requirement in one line, as `命中率 ≥ 80 %`."""
        sign = "" if self.comparison == self.Comparison.TEXT else self.get_comparison_display()
        return " ".join(part for part in (self.name, sign, self.value, self.unit) if part)


class OpenedResource(Orderable):
    """Something that the city opens for a demand."""

    class Condition(models.TextChoices):
        """Whether opening has conditions."""

        UNCONDITIONAL = "unconditional", _("without conditions")
        CONDITIONAL = "conditional", _("with conditions")

    class Access(models.TextChoices):
        """How it is used."""

        DOWNLOAD = "download", _("download")
        INTERFACE = "interface", _("interface")
        ON_SITE = "on_site", _("on site")
        IN_DOMAIN = "in_domain", _("inside the secure domain")
        BY_RULE = "by_rule", _("by the rules")

    demand = ParentalKey(Demand, on_delete=models.CASCADE, related_name="opened_resources")
    kind = models.ForeignKey(ResourceKind, models.PROTECT, verbose_name=_("kind"), related_name="+")
    text = models.CharField(_("what is opened"), max_length=160)
    condition = models.CharField(_("condition"), max_length=14, choices=Condition.choices)
    access = models.CharField(_("use"), max_length=10, choices=Access.choices)
    approver = models.CharField(_("approving body"), max_length=60, blank=True)

    def __str__(self) -> str:
        """Return what is opened."""
        return self.text


class DemandAttachment(Orderable):
    """A file that belongs to a version of a demand."""

    OF = "demand"

    demand = ParentalKey(Demand, on_delete=models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)

    def __str__(self) -> str:
        """Return the title."""
        return self.title
