"""Controlled terms: staff edit them, terms are retired and never deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
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
