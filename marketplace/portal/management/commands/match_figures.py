"""Print the figures of the quality page, worked out anew from the events."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.core import clock
from marketplace.matches.figures import figures
from search.past_queries import unanswered


class Command(BaseCommand):
    """Prints a figure a line: its name, a tab, its value."""

    help = "Print the quality of matches from the events. Times are ISO 8601 with a zone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the stretch of time."""
        parser.add_argument("--days", type=int, help="the last so many days")
        parser.add_argument("--since", type=datetime.fromisoformat)
        parser.add_argument("--until", type=datetime.fromisoformat)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the figures."""
        since = options["since"]
        if options["days"]:
            since = clock.now() - timedelta(days=options["days"])
        found = figures(since=since, until=options["until"])
        self._line("demands", len(found.demands))
        self._line("demands claimed", len(found.claimed))
        self._line("demands claimed from the first ten", len(found.claimed_from_first))
        self._line("share claimed from the first ten", _percent(found.share_from_first))
        self._line("demands uncovered", len(found.uncovered))
        for kind, number in found.counts.items():
            self._line(kind, number)
        for place in found.places:
            told = f"shown {place.shown}, opened {place.opened}, rate {_percent(place.rate)}"
            self._line(f"rank {place.rank}", told)
        self._line("queries without results", unanswered().count())

    def _line(self, name: str, value: object) -> None:
        self.stdout.write(f"{name}\t{value}")


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"
