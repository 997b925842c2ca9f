"""`manage.py journal verify | status | retry`: for the operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core import clock
from marketplace.journal import locks, parking, task_worker
from marketplace.journal.catching_up import lag
from marketplace.journal.consumers import registered
from marketplace.journal.following import upcoming
from marketplace.journal.models import Cursor, Link, Parked, Pending
from marketplace.journal.remarks import remarks
from marketplace.journal.verification import MismatchError, verify


class Command(BaseCommand):
    """Checks the journal, shows how far its consumers are, replays what they parked."""

    help = "Check the journal, show the consumers' lag and parked entries, replay those."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of three verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("verify", help="name the first row that does not fit")
        check.add_argument(
            "--from", dest="start", default="", metavar="POSITION:HASH", help="a trusted head"
        )
        verbs.add_parser("status", help="show the head, the lag and the parked entries")
        verbs.add_parser("retry", help="replay parked entries and failed tasks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb; CommandError where something is left that needs a person."""
        if options["verb"] == "verify":
            self._verify(options["start"])
        elif options["verb"] == "status":
            self._status()
        else:
            self._retry()

    def _verify(self, start: str) -> None:
        try:
            report = verify(start)
        except (MismatchError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"ok: {report.links} links, {report.subjects} subjects compared, "
            f"{report.erased} erased\nhead {report.head or 'none'}"
        )
        for line in remarks():
            self.stdout.write(f"known to be amiss: {line}")

    def _status(self) -> None:
        self.stdout.write(f"head {Link.head() or 'none'}")
        self.stdout.write(f"waiting for a position: {Pending.objects.count()}")
        self.stdout.write(f"leader: {'none' if locks.is_free(locks.LEADER) else 'running'}")
        for consumer in registered():
            cursor = Cursor.objects.filter(name=consumer.name).first()
            position = cursor.position if cursor else 0
            behind = lag(consumer)
            oldest = upcoming(consumer, position).first()
            age = f", oldest {clock.now() - oldest.at}" if oldest else ""
            self.stdout.write(f"{consumer.name}: at {position}, {behind} behind{age}")
        for parked in Parked.objects.order_by("consumer", "position"):
            self.stdout.write(
                f"parked {parked.consumer} {parked.position} "
                f"{parked.subject_type} {parked.subject_key} {parked.error or '(waits)'}"
            )
        self.stdout.write(f"failed tasks: {task_worker.count_failed()}")

    def _retry(self) -> None:
        outcome = parking.retry()
        tasks = task_worker.retry_failed()
        self.stdout.write(f"{outcome.done} done, {outcome.left} still parked, {tasks} tasks queued")
        if outcome.left:
            raise CommandError("entries are still parked; see journal status")
