"""`manage.py search status | rebuild | verify`: for the operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up
from marketplace.journal.following import head_position
from search.builds import BuildDriftError, BuildRunningError, ready, rebuild, unfitness
from search.drift import drifts, recheck, repair
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable
from search.models import Statistics
from search.scorer import PARTS
from search.weights import WEIGHTS

_SHOWN = 100


class Command(BaseCommand):
    """Shows the index, makes it anew, compares it with the rows."""

    help = "Show the search index, make it anew, or compare it with the rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of three verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="show the engine, its builds and statistics")
        verbs.add_parser("rebuild", help="make a new build of all rows and let it serve")
        check = verbs.add_parser("verify", help="follow the journal, then compare with the rows")
        check.add_argument("--repair", action="store_true", help="write what differs again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb; CommandError where the index does not fit the rows."""
        try:
            if options["verb"] == "status":
                self._status()
            elif options["verb"] == "rebuild":
                rebuild(self.stdout.write)
            else:
                self._verify(mends=options["repair"])
        except (EngineUnavailable, BuildDriftError, NotCaughtUpError) as error:
            raise CommandError(str(error)) from error
        except BuildRunningError as error:
            raise CommandError("another process is making a build") from error

    def _status(self) -> None:
        self.stdout.write(builds().health())
        serving = builds().serving()
        for name in builds().names():
            mark = builds().open(name).mark()
            state = "serves" if name == serving else "kept" if mark.form else "unfinished"
            self.stdout.write(f"build {name}: {state}, at {mark.position}")
        self.stdout.write(f"journal head: {head_position()}")
        if serving is not None:
            self._statistics(builds().current())
        weights = ", ".join(f"{part} {WEIGHTS.parts[part]}" for part in PARTS)
        self.stdout.write(f"weights {WEIGHTS.version}: {weights}")
        why = unfitness()
        if why is not None:
            self.stdout.write(self.style.WARNING(f"needs a rebuild: {why}"))

    def _statistics(self, engine: Engine) -> None:
        row = Statistics.objects.filter(pk=engine.mark().statistics).defer("content").first()
        self.stdout.write(f"visible listings: {engine.count()}")
        self.stdout.write(f"statistics {row or 'none'}")

    def _verify(self, *, mends: bool) -> None:
        run_until_caught_up(progress=self._progress)
        why = unfitness()
        if why is not None:
            self.stdout.write(f"made anew: {why}")
        engine = ready()
        found = drifts(engine)
        if found:
            # What changed between the two readings is no drift.
            run_until_caught_up()
            found = recheck(engine, [drift.key for drift in found])
        for drift in found[:_SHOWN]:
            self.stdout.write(f"{drift.kind} {drift.key}")
        if found and mends:
            repair(engine, found)
            self.stdout.write(f"{len(found)} written again")
        elif found:
            raise CommandError(f"{len(found)} listings differ")
        self.stdout.write(self.style.SUCCESS(f"ok: {engine.count()} visible listings"))

    def _progress(self, left: int) -> None:
        if left:
            self.stdout.write(f"{left} entries left")
