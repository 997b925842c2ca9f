"""Entries, their order, and how far each consumer has come."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self

from django.apps import apps
from django.db import models


class InsertOnlyError(TypeError):
    """Somebody tried to change or delete a row that stands for ever."""


class InsertOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are added and read; triggers in the database say the same."""

    def update(self, **kwargs: object) -> NoReturn:
        """Refuse."""
        raise InsertOnlyError(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise InsertOnlyError(self.model.__name__)


class InsertOnly(models.Model):
    """A row that stands as it was inserted."""

    objects = InsertOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Insert the row; refuse to save it again."""
        if not self._state.adding:
            raise InsertOnlyError(type(self).__name__)
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse."""
        raise InsertOnlyError(type(self).__name__)


class Entry(InsertOnly):
    """A fact that an action recorded in its own transaction."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    # Keys as text: a kind whose people must stay unknown stores keyed digests in the same columns.
    actor_key = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)

    link: Link

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_key", "id"], name="journal_entry_subject")
        ]

    def __str__(self) -> str:
        """Return the kind and the subject."""
        return f"{self.kind} {self.subject_type} {self.subject_key}"

    @property
    def position(self) -> int:
        """The place in the order; Link.DoesNotExist until the sequencer has given one."""
        return self.link.position

    @property
    def actor_id(self) -> int | None:
        """The key of the person who acted, None for the portal itself."""
        return int(self.actor_key) if self.actor_key else None

    def subject(self) -> models.Model | None:
        """Return the subject as it is now, None when it is gone."""
        model: type[models.Model] = apps.get_model(self.subject_type)
        return model._base_manager.filter(pk=self.subject_key).first()


class Salt(models.Model):
    """What blinds an entry's digests of before and after; erasure deletes it."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="salt")
    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        """Return the entry's key; the value blinds and is not shown."""
        return str(self.pk)


class Pending(models.Model):
    """A committed entry that waits for its place in the order."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="+")

    def __str__(self) -> str:
        """Return the entry's key."""
        return str(self.pk)


class Link(InsertOnly):
    """An entry's place in the order, bound by a hash to everything before it."""

    FIRST_PREVIOUS = "0" * 64

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, related_name="link")
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        """Return the head as an operator notes it: `position:hash`."""
        return f"{self.position}:{self.hash}"

    @classmethod
    def head(cls) -> Self | None:
        """Return the last link, None while the journal is empty."""
        return cls.objects.order_by("-position").first()


class Cursor(models.Model):
    """How far a consumer has come.

    Everything up to `position` is done; with a `key`, the entry at `position` is done up to and
    with that key of its fan-out.
    """

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)
    key = models.CharField(max_length=80, blank=True)
    moved = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return the consumer and its position."""
        return f"{self.name} {self.position}"


class Parked(models.Model):
    """An entry that a consumer could not take, or that waits behind one of the same subject."""

    consumer = models.CharField(max_length=80)
    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="+")
    position = models.BigIntegerField()
    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    key = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consumer", "entry"], name="journal_parked_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["consumer", "subject_type", "subject_key"], name="journal_parked_subject"
            )
        ]

    def __str__(self) -> str:
        """Return the consumer, the position and the error."""
        return f"{self.consumer} {self.position} {self.error}"
