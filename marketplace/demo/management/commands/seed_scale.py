"""`manage.py seed_scale N`: example listings in any number, for measuring."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.demo.random_vectors import give_vectors
from marketplace.demo.seeding import NothingToOwnError, add_listings
from search.encoding import encoder


class Command(BaseCommand):
    """Adds published listings that are marked as examples, passing by actions and journal."""

    help = "Add N published example listings, for measuring; never on a portal in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many, and what they are drawn by."""
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same")
        parser.add_argument(
            "--vectors",
            choices=["none", "random"],
            default="none",
            help="random: vectors of the encoder in use are drawn, not encoded",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the listings; CommandError on a portal in production or without organisations."""
        if not settings.CLOCK_OFFSET:
            # The settings of a demo or a test, which alone let the clock be moved.
            raise CommandError("made listings belong on no portal in production")
        try:
            keys = add_listings(options["count"], seed=options["seed"], progress=self.stdout.write)
        except NothingToOwnError as error:
            raise CommandError(str(error)) from error
        if options["vectors"] == "random":
            self._draw_vectors(keys, options["seed"])
        self.stdout.write("the index does not know of them yet: manage.py search rebuild")

    def _draw_vectors(self, keys: list[str], seed: int) -> None:
        chosen = encoder()
        if chosen is None:
            raise CommandError("no encoder is in use: there is nothing to draw vectors for")
        give_vectors(keys, chosen, seed=seed)
        self.stdout.write(f"{len(keys)} vectors of {chosen.id} drawn")
