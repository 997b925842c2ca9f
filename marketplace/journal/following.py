"""How a consumer follows the journal: entry by entry, with its cursor, parking what fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from marketplace.journal.consumers import BatchConsumer, Consumer, OutageError, StepConsumer
from marketplace.journal.models import Cursor, Entry, Link, Parked

logger = logging.getLogger(__name__)

# A transaction takes no more entries after so many seconds, so that others need not wait for it.
BURST = 0.1
# A cursor that only passed kinds it does not take is saved this often, so as to write rarely.
STRIDE = 500


class Follower:
    """One consumer on its way along the journal."""

    # How many entries it takes at once.
    size = 1

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
        if entries:
            self._take(cursor, entries)
        else:
            self._pass(cursor, head)
        return bool(entries)

    def _take(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Do the effects of the entries and move the cursor behind them."""
        raise NotImplementedError

    def _upcoming(self, cursor: Cursor) -> list[Entry]:
        if cursor.key:
            return list(_in_order().filter(link__position=cursor.position))
        return list(upcoming(self.consumer, max(cursor.position, self.seen))[: self.size])

    def _pass(self, cursor: Cursor, head: int) -> None:
        self.seen = max(self.seen, head)
        if self.seen - cursor.position >= STRIDE:
            Cursor.objects.filter(pk=cursor.pk, position=cursor.position, key="").update(
                position=self.seen
            )

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


class StepFollower(Follower):
    """Follows with effects in the database: they and the cursor are one short transaction."""

    consumer: StepConsumer
    size = 50

    def _take(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        try:
            self._steps(cursor, entries)
        except Exception as error:
            if len(entries) == 1:
                self._raise_outage(error)
            # What fails is tried once more at once: a race with a person heals by itself.
            logger.debug("%s takes one by one", self.consumer.name, exc_info=True)
            for entry in entries:
                self._take_alone(entry)

    def _take_alone(self, entry: Entry) -> None:
        """Take one entry of some that failed together; park it where it fails again."""
        cursor = Cursor.objects.get(name=self.consumer.name)
        is_under_way = bool(cursor.key) and cursor.position == entry.position
        if not is_under_way and (cursor.key or cursor.position >= entry.position):
            return
        try:
            self._steps(cursor, [entry])
        except Exception as error:
            self._raise_outage(error)
            logger.exception("%s parks %s", self.consumer.name, entry.position)
            self._move(cursor, entry, parked=[(entry, describe(error))])

    @transaction.atomic
    def _steps(self, read: Cursor, entries: Sequence[Entry]) -> None:
        """Take entries in their order until one has a fan-out that goes on, or time is up."""
        cursor = locked(read)
        if cursor is None:
            return
        ends = time.monotonic() + BURST
        held = held_among(self.consumer, entries)
        with self.consumer.steps() as step:
            for entry in entries:
                if entry in held:
                    park(self.consumer, entry, key="", error="")
                    cursor.key = ""
                else:
                    cursor.key = step(entry, cursor.key) or ""
                cursor.position = entry.position
                if cursor.key or time.monotonic() > ends:
                    break
        cursor.save()


class BatchFollower(Follower):
    """Follows with effects outside the database: first they, then the cursor."""

    consumer: BatchConsumer

    def __init__(self, consumer: BatchConsumer) -> None:
        super().__init__(consumer)
        self.size = consumer.size

    def _take(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        held = held_among(self.consumer, entries)
        parked = [(entry, "") for entry in held]
        try:
            if len(held) < len(entries):
                self.consumer.batch([entry for entry in entries if entry not in held])
        except Exception as error:
            self._raise_outage(error)
            if len(entries) > 1:
                self._take_one_by_one(entries)
                return
            logger.exception("%s parks %s", self.consumer.name, entries[0].position)
            parked = [(entries[0], describe(error))]
        self._move(cursor, entries[-1], parked=parked)

    def _take_one_by_one(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            cursor = Cursor.objects.get(name=self.consumer.name)
            if cursor.position < entry.position:
                self._take(cursor, [entry])


def follow(consumer: Consumer) -> Follower:
    """Return the follower for a consumer's sort."""
    if isinstance(consumer, BatchConsumer):
        return BatchFollower(consumer)
    return StepFollower(consumer)


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


def held_among(consumer: Consumer, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries for which an earlier entry of the same subject is parked."""
    parked = Parked.objects.filter(
        consumer=consumer.name, subject_key__in={entry.subject_key for entry in entries}
    )
    rows = list(parked.values_list("subject_type", "subject_key", "position"))
    return [entry for entry in entries if any(_holds(row, entry) for row in rows)]


def _holds(parked: tuple[str, str, int], entry: Entry) -> bool:
    subject_type, subject_key, position = parked
    subject = (subject_type, subject_key) == (entry.subject_type, entry.subject_key)
    return subject and position < entry.position


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
