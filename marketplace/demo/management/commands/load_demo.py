"""Load the demo content through the actions of real use."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.demo import content, people
from marketplace.demo.bids import load_bids
from marketplace.demo.calls import load_calls
from marketplace.demo.chains import load_chains
from marketplace.demo.claims import load_claim
from marketplace.demo.dialogue import load_dialogue
from marketplace.demo.drafts import load_draft
from marketplace.demo.experts import load_experts
from marketplace.demo.frame import name_portal
from marketplace.demo.listings import Names, load_batches, load_capability, load_demand
from marketplace.demo.matches import load_matches
from marketplace.demo.messages import load_preferences
from marketplace.demo.news import load_news
from marketplace.demo.organisations import load_organisation
from marketplace.demo.references import written_at_the_end
from marketplace.demo.subscriptions import load_subscriptions
from marketplace.listings.models import Demand


class Command(BaseCommand):
    """Loads organisations, demands, capabilities and applications; a second run adds what is missing."""

    help = "Load the fictional demo content. Can be stopped and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option that leaves a portal with content alone."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where demands exist"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load everything in the order in which it happened."""
        if options["if_empty"] and Demand.objects.exists():
            return
        people.make_staff()
        name_portal()
        with written_at_the_end():
            self._load_lists()
        self._load("news", content.news(), load_news)
        self.stdout.write(f"matches that people looked at: {load_matches()}")
        self.stdout.write(f"rounds and open calls: {load_calls()}")
        self.stdout.write(f"sealed bids: {load_bids()}")
        self.stdout.write(f"subscriptions: {load_subscriptions()}")
        self.stdout.write(f"experts: {load_experts()}")
        self.stdout.write(f"challenges that came further: {load_chains()}")
        self.stdout.write(f"people who chose how they are told: {load_preferences()}")

    def _load_lists(self) -> None:
        self._load("organisations", content.organisations(), load_organisation)
        load_batches()
        names = Names()
        self._load("capabilities", _oldest_first(content.capabilities()), load_capability, names)
        self._load("demands", _oldest_first(content.demands()), load_demand, names)
        self._load("applications", content.claims(), load_claim, names)
        self._load("addenda and questions", content.dialogue(), load_dialogue, names)
        self._load("full applications", content.drafts(), load_draft, names)

    def _load(
        self, what: str, rows: Sequence[dict[str, Any]], load: Callable[..., bool], *context: Any
    ) -> None:
        new = 0
        for number, row in enumerate(rows, start=1):
            new += load(row, *context)
            if number % 10 == 0 or number == len(rows):
                self.stdout.write(f"\r{what}: {number}/{len(rows)}", ending="")
                self.stdout.flush()
        self.stdout.write(f", {new} new")


def _oldest_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -(row.get("published_days_ago") or 0))
