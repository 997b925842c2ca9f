"""Controlled terms and synonyms: staff edit them, both are retired and never deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _


class TermQuerySet(models.QuerySet[Any]):
    """Terms of one vocabulary."""

    def in_use(self) -> TermQuerySet:
        """Return the terms that new texts may choose."""
        return self.filter(retired=False)


class Term(models.Model):
    """A word of a controlled vocabulary, known by a slug that never changes."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("Kept on old items, no longer offered for new ones."),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["sort_order", "id"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Industry(Term):
    """An industry of "5+X" (no parent) or one of its fields or future tracks (with a parent)."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fields",
        verbose_name=_("parent"),
    )

    class Meta(Term.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    def clean(self) -> None:
        """Refuse a third level."""
        if self.parent is None:
            return
        if self.parent.parent_id is not None or self.parent == self:
            raise ValidationError({"parent": _("A field belongs to an industry of “5+X”.")})
        if self.pk and self.fields.exists():
            raise ValidationError({"parent": _("This industry has fields of its own.")})

    @property
    def top(self) -> Industry:
        """Return the industry of "5+X" that this belongs to; lists select `parent` first."""
        return self.parent or self


class Domain(Term):
    """A scenario domain of city life, such as smart parking."""

    icon = models.CharField(_("icon"), max_length=30, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("scenario domain")
        verbose_name_plural = _("scenario domains")


class District(Term):
    """A district of Xiamen, with its GB/T 2260 code."""

    code = models.CharField(_("GB/T 2260 code"), max_length=6, unique=True)

    class Meta(Term.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Park(Term):
    """A park of the plan, with the industries it focuses on."""

    districts = models.ManyToManyField(District, related_name="parks", verbose_name=_("districts"))
    focus = models.ManyToManyField(
        Industry, related_name="parks", blank=True, verbose_name=_("focus industries")
    )

    class Meta(Term.Meta):
        verbose_name = _("park")
        verbose_name_plural = _("parks")


class ResourceKind(Term):
    """A kind of resource that the city can open, such as data, licences or venues."""

    icon = models.CharField(_("icon"), max_length=30, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("kind of opened resource")
        verbose_name_plural = _("kinds of opened resource")


class QualificationKind(Term):
    """A qualification that a demand may require and a firm may hold."""

    satisfies = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="satisfied_by",
        verbose_name=_("also counts as"),
        help_text=_("Every lower grade: who holds this meets a demand for one of them."),
    )

    class Meta(Term.Meta):
        verbose_name = _("kind of qualification")
        verbose_name_plural = _("kinds of qualification")


class EconomicActivity(models.Model):
    """A row of GB/T 4754-2017, the classification of economic activities."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.PositiveSmallIntegerField(_("level"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("economic activity")
        verbose_name_plural = _("economic activities")

    def __str__(self) -> str:
        """Return code and name."""
        return f"{self.code} {self.name}"


class SynonymState(models.TextChoices):
    """How far an edge has come; only approved ones work."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    RETIRED = "retired", _("Retired")


_STANDING = models.Q(state__in=[SynonymState.PROPOSED, SynonymState.APPROVED])


class SynonymQuerySet(models.QuerySet["Synonym"]):
    """Edges between wordings."""

    def approved(self) -> SynonymQuerySet:
        """Return the edges that work."""
        return self.filter(state=SynonymState.APPROVED)

    def standing(self) -> SynonymQuerySet:
        """Return the edges that work or wait for a decision."""
        return self.filter(_STANDING)

    def between(self, one: str, two: str) -> SynonymQuerySet:
        """Return the edges between two wordings in normal form, whichever way."""
        way = models.Q(wording_key=one, other_key=two)
        return self.filter(way | models.Q(wording_key=two, other_key=one))


class Synonym(models.Model):
    """An edge between two wordings: who asks for the one also finds the other.

    A one-sided edge leads from `wording` to `other` alone. The keys are the normal forms.
    """

    class Kind(models.TextChoices):
        SAME = "same", _("same meaning")
        SHORT = "short", _("short form")
        BROADER = "broader", _("broader to narrower")
        STRAIT = "strait", _("cross-strait wording")

    class Origin(models.TextChoices):
        STAFF = "staff", _("staff")
        SEED = "seed", _("supplied")
        SHEET = "sheet", _("spreadsheet")
        QUERIES = "queries", _("searches without a hit")
        ENCODER = "encoder", _("encoder")

    wording = models.CharField(_("wording"), max_length=40)
    other = models.CharField(_("also finds"), max_length=40)
    wording_key = models.CharField(max_length=80, editable=False)
    other_key = models.CharField(max_length=80, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SAME)
    both_ways = models.BooleanField(
        _("both ways"),
        default=True,
        help_text=_("Off: only who asks for the wording finds the other one as well."),
    )
    weight = models.DecimalField(
        _("weight"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.90"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal(1))],
        help_text=_("From 0.05 to 1: what a hit by the other wording counts."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SynonymState.choices,
        default=SynonymState.PROPOSED,
        editable=False,
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.STAFF, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("author"),
    )
    created = models.DateTimeField(_("proposed"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("retired by"),
    )
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("approve_synonym", "Can approve synonyms")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(wording_key=models.F("other_key")),
                name="taxonomy_synonym_of_another",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=1), name="taxonomy_synonym_weight"
            ),
            models.UniqueConstraint(
                fields=["wording_key", "other_key", "state"],
                condition=_STANDING,
                name="taxonomy_synonym_once",
            ),
            models.UniqueConstraint(
                Least("wording_key", "other_key"),
                Greatest("wording_key", "other_key"),
                "state",
                condition=_STANDING & models.Q(both_ways=True),
                name="taxonomy_synonym_both_ways_once",
            ),
        ]

    def __str__(self) -> str:
        """Return both wordings with the direction."""
        return f"{self.wording} {'↔' if self.both_ways else '→'} {self.other}"

    def journal_state(self) -> dict[str, object]:
        """Return the fields that actions change."""
        names = ("wording", "other", "kind", "both_ways", "state")
        return {name: getattr(self, name) for name in names} | {"weight": f"{self.weight:.2f}"}

    def directions(self) -> frozenset[tuple[str, str]]:
        """Return the ways it leads, as pairs of keys."""
        there = (self.wording_key, self.other_key)
        return frozenset({there, there[::-1]} if self.both_ways else {there})


class SynonymStamp(models.Model):
    """One row that changes with the approved edges; its lock orders those who change them."""

    ONLY = 1

    value = models.CharField(max_length=16)
