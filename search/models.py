"""Rows of the search: the statistics that scores are computed from, and vectors of listings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from search import documents


class Statistics(models.Model):
    """A snapshot's file, known by the digest of its content; it stands as it was taken."""

    id = models.CharField(max_length=16, primary_key=True)
    content = models.BinaryField()
    documents = models.PositiveIntegerField()
    as_of = models.DateField()
    taken = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-taken"]

    def __str__(self) -> str:
        """Return the id and how many listings it speaks of."""
        return f"{self.id} of {self.documents} listings, {self.as_of}"


class Encoding(models.Model):
    """What one encoder made of one listing's text, or that it is still to do so.

    `listing` is one unit vector, `passages` are several in a row, all as little-endian float16.
    """

    class State(models.TextChoices):
        """WAITING has no vectors of the present text; HIDDEN keeps them for a return."""

        WAITING = "waiting"
        DONE = "done"
        HIDDEN = "hidden"
        FAILED = "failed"

    key = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    digest = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    dimensions = models.PositiveSmallIntegerField(default=0)
    listing = models.BinaryField(default=b"")
    passages = models.BinaryField(default=b"")
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "model"], name="one_encoding_of_a_listing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["model", "state", "key"], name="search_encoding_state"),
        ]

    def __str__(self) -> str:
        """Return the listing, the model and how far it is."""
        return f"{self.key} by {self.model}: {self.state}"


class List(models.TextChoices):
    """The lists that are searched."""

    GOVERNMENT_DEMANDS = documents.GOVERNMENT_DEMANDS, _("Government demands")
    ENTERPRISE_DEMANDS = documents.ENTERPRISE_DEMANDS, _("Enterprise demands")
    CAPABILITIES = documents.CAPABILITIES, _("Capabilities")


class TypedQuery(models.Model):
    """What was typed into a list's search box, in normal form: how often, and what it found last.

    It says nothing of who typed it, and what looks like somebody's data is never kept.
    """

    list_key = models.CharField(_("list"), max_length=20, choices=List.choices)
    text = models.CharField(_("text"), max_length=40)
    count = models.PositiveIntegerField(_("typed"), default=0)
    hits = models.PositiveIntegerField(_("hits"), default=0)
    last_seen = models.DateTimeField(_("last typed"))

    class Meta:
        verbose_name = _("typed query")
        verbose_name_plural = _("typed queries")
        ordering: ClassVar = ["-count", "-last_seen"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_key", "text"], name="search_typed_query_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["list_key", "hits", "-count"], name="search_typed_query_use"),
        ]

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class SampleQuery(models.Model):
    """A query whose first hits an editor compares before a synonym is approved."""

    list_key = models.CharField(
        _("list"), max_length=20, choices=List.choices, default=List.GOVERNMENT_DEMANDS
    )
    text = models.CharField(_("text"), max_length=40)

    class Meta:
        verbose_name = _("sample query")
        verbose_name_plural = _("sample queries")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list_key", "text"],
                name="search_sample_query_once",
                violation_error_message=_("This query is a sample already."),
            ),
        ]

    def __str__(self) -> str:
        """Return the text."""
        return self.text
