"""Replays parked entries, subject by subject, in their order."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import transaction

from marketplace.journal.consumers import BatchConsumer, Consumer, StepConsumer, registered
from marketplace.journal.following import describe
from marketplace.journal.models import Cursor, Entry, Parked

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """How many parked entries were done, and how many are still parked."""

    done: int = 0
    left: int = 0


def retry() -> Outcome:
    """Replay everything that is parked, of every registered consumer."""
    outcome = Outcome()
    for consumer in registered():
        for subject in _subjects(consumer):
            while parked := _first(consumer, subject):
                if not _replay(consumer, parked):
                    break
                outcome.done += 1
    outcome.left = Parked.objects.count()
    return outcome


def _subjects(consumer: Consumer) -> list[tuple[str, str]]:
    rows = Parked.objects.filter(consumer=consumer.name)
    return list(rows.values_list("subject_type", "subject_key").distinct().order_by())


def _first(consumer: Consumer, subject: tuple[str, str]) -> Parked | None:
    rows = Parked.objects.filter(
        consumer=consumer.name, subject_type=subject[0], subject_key=subject[1]
    )
    return rows.order_by("position").first()


def _replay(consumer: Consumer, parked: Parked) -> bool:
    entry = Entry.objects.select_related("link").get(pk=parked.entry_id)
    try:
        if isinstance(consumer, BatchConsumer):
            consumer.batch([entry])
            parked.delete()
        elif isinstance(consumer, StepConsumer):
            _replay_steps(consumer, parked, entry=entry)
    except Exception as error:
        logger.exception("%s still parks %s", consumer.name, parked.position)
        Parked.objects.filter(pk=parked.pk).update(error=describe(error))
        return False
    return True


@transaction.atomic
def _replay_steps(consumer: StepConsumer, parked: Parked, *, entry: Entry) -> None:
    # The consumer's own lock: it may be at work in another process.
    Cursor.objects.select_for_update().get(name=consumer.name)
    if not Parked.objects.filter(pk=parked.pk).exists():
        return
    key: str | None = parked.key
    while key is not None:
        with consumer.steps() as step:
            key = step(entry, key)
    parked.delete()
