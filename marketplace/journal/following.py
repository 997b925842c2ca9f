"""How a consumer follows the journal: entry by entry, with its cursor, parking what fails."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from marketplace.journal.consumers import BatchConsumer, Consumer, OutageError, StepConsumer
from marketplace.journal.models import Cursor, Entry, Link, Parked

logger = logging.getLogger(__name__)

# An entry that fails is tried once more at once: a race with a person heals by itself.
ATTEMPTS = 2
# A cursor that only passed kinds it does not take is saved this often, so as to write rarely.
STRIDE = 500


class Follower:
    """One consumer on its way along the journal."""

    def __init__(self, consumer: Consumer) -> None:
        self.consumer = consumer
        # Between the cursor and here lies nothing that the consumer takes.
        self.seen = 0

    def advance(self) -> bool:
        """Do the next piece of work and save the cursor; return whether there was any.

        OutageError where a service is away; the cursor then stands where it stood.
        """
        head = head_position()
        cursor, _ = Cursor.objects.get_or_create(name=self.consumer.name)
        entries = self._upcoming(cursor)
        if not entries:
            self._pass(cursor, head)
        elif isinstance(self.consumer, BatchConsumer):
            self._take_batch(self.consumer, cursor, entries)
        elif isinstance(self.consumer, StepConsumer):
            self._take_step(self.consumer, cursor, entries[0])
        return bool(entries)

    def _upcoming(self, cursor: Cursor) -> list[Entry]:
        if cursor.key:
            return list(_in_order().filter(link__position=cursor.position))
        waiting = upcoming(self.consumer, max(cursor.position, self.seen))
        return list(
            waiting[: self.consumer.size if isinstance(self.consumer, BatchConsumer) else 1]
        )

    def _pass(self, cursor: Cursor, head: int) -> None:
        self.seen = max(self.seen, head)
        if self.seen - cursor.position >= STRIDE:
            Cursor.objects.filter(pk=cursor.pk, position=cursor.position, key="").update(
                position=self.seen
            )

    def _take_step(self, consumer: StepConsumer, cursor: Cursor, entry: Entry) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._step(consumer, cursor, entry)
            except Exception as error:
                self._raise_outage(error)
                if attempt == ATTEMPTS:
                    logger.exception("%s parks %s", self.consumer.name, entry.position)
                    self._move(cursor, entry, parked=[(entry, describe(error))])
            else:
                return

    @transaction.atomic
    def _step(self, consumer: StepConsumer, read: Cursor, entry: Entry) -> None:
        cursor = locked(read)
        if cursor is None:
            return
        if is_held(consumer, entry):
            park(consumer, entry, key="", error="")
            cursor.key = ""
        else:
            cursor.key = consumer.step(entry, cursor.key) or ""
        cursor.position = entry.position
        cursor.save()

    def _take_batch(
        self, consumer: BatchConsumer, cursor: Cursor, entries: Sequence[Entry]
    ) -> None:
        held = [entry for entry in entries if is_held(consumer, entry)]
        parked = [(entry, "") for entry in held]
        ready = [entry for entry in entries if entry not in held]
        try:
            if ready:
                consumer.batch(ready)
        except Exception as error:
            self._raise_outage(error)
            if len(entries) > 1:
                self._take_one_by_one(consumer, entries)
                return
            logger.exception("%s parks %s", consumer.name, entries[0].position)
            parked = [(entries[0], describe(error))]
        self._move(cursor, entries[-1], parked=parked)

    def _take_one_by_one(self, consumer: BatchConsumer, entries: Sequence[Entry]) -> None:
        for entry in entries:
            cursor = Cursor.objects.get(name=consumer.name)
            if cursor.position < entry.position:
                self._take_batch(consumer, cursor, [entry])

    @transaction.atomic
    def _move(self, read: Cursor, entry: Entry, *, parked: Sequence[tuple[Entry, str]]) -> None:
        cursor = locked(read)
        if cursor is None:
            return
        for one, error in parked:
            park(self.consumer, one, key=cursor.key, error=error)
        cursor.position, cursor.key = entry.position, ""
        cursor.save()

    def _raise_outage(self, error: Exception) -> None:
        if self.consumer.is_outage(error):
            raise OutageError(f"{self.consumer.name}: {describe(error)}") from error


def head_position() -> int:
    """Return the last position given, 0 while the journal is empty."""
    return Link.objects.order_by("-position").values_list("position", flat=True).first() or 0


def upcoming(consumer: Consumer, position: int) -> QuerySet[Entry]:
    """Return the entries beyond a position that the consumer takes, in order."""
    entries = _in_order().filter(link__position__gt=position)
    wanted = consumer.wanted()
    return entries if wanted is None else entries.filter(kind__in=wanted)


def _in_order() -> QuerySet[Entry]:
    entries: QuerySet[Entry] = Entry.objects.select_related("link").order_by("link__position")
    return entries


def locked(read: Cursor) -> Cursor | None:
    """Lock a cursor that was read before; None where somebody moved it since."""
    cursor = Cursor.objects.select_for_update().get(pk=read.pk)
    return cursor if (cursor.position, cursor.key) == (read.position, read.key) else None


def is_held(consumer: Consumer, entry: Entry) -> bool:
    """Return whether an earlier entry of the same subject is parked."""
    return Parked.objects.filter(
        consumer=consumer.name,
        subject_type=entry.subject_type,
        subject_key=entry.subject_key,
        position__lt=entry.position,
    ).exists()


def park(consumer: Consumer, entry: Entry, *, key: str, error: str) -> None:
    """Put an entry aside, so that the consumer goes on with other subjects."""
    Parked.objects.get_or_create(
        consumer=consumer.name,
        entry=entry,
        defaults={
            "position": entry.position,
            "subject_type": entry.subject_type,
            "subject_key": entry.subject_key,
            "key": key,
            "error": error,
        },
    )


def describe(error: Exception) -> str:
    """Return an error's type and its first 500 characters, for the operator."""
    return f"{type(error).__name__}: {error}"[:500]
