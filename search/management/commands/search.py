"""`manage.py search status | rebuild | rollback | verify | encode | calibrate`: for operators."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up
from marketplace.journal.following import head_position
from search import encoding_status, statistics
from search.acceptance import BuildRefusedError
from search.builds import (
    BuildRunningError,
    NoBuildKeptError,
    ready,
    rebuild,
    roll_back,
    unfitness,
)
from search.drift import drifts, recheck, repair
from search.encoding_tasks import encode_all
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable
from search.marks import Mark
from search.models import Statistics
from search.weights import WEIGHTS

_SHOWN = 100


class Command(BaseCommand):
    """Shows the index, makes it anew, compares it with the rows."""

    help = "Show the search index, make it anew, or compare it with the rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="show the engine, its builds and statistics")
        making = verbs.add_parser("rebuild", help="make a new build of all rows, let it serve")
        making.add_argument("--anew", action="store_true", help="do not go on with a killed one")
        verbs.add_parser("rollback", help="let the build before this one serve again")
        reading = verbs.add_parser("encode", help="encode what waits now, instead of by and by")
        reading.add_argument("--again", action="store_true", help="try what failed once more")
        verbs.add_parser("calibrate", help="take statistics and calibration anew")
        check = verbs.add_parser("verify", help="follow the journal, then compare with the rows")
        check.add_argument("--repair", action="store_true", help="write what differs again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb; CommandError where the index does not fit the rows."""
        try:
            self._do(options)
        except (NoBuildKeptError, NotCaughtUpError) as error:
            raise CommandError(str(error)) from error
        except EngineUnavailable as error:
            raise CommandError(f"the search engine does not answer: {error}") from error
        except BuildRefusedError as error:
            raise CommandError(f"the new build may not serve: {error}") from error
        except BuildRunningError as error:
            raise CommandError("another process is making a build") from error

    def _do(self, options: dict[str, Any]) -> None:
        verbs: dict[str, Callable[[], object]] = {
            "status": self._status,
            "rebuild": lambda: rebuild(self.stdout.write, anew=options["anew"]),
            "rollback": lambda: roll_back(self.stdout.write),
            "verify": lambda: self._verify(mends=options["repair"]),
            "encode": lambda: encode_all(self.stdout.write, again=options["again"]),
            "calibrate": self._calibrate,
        }
        verbs[options["verb"]]()

    def _calibrate(self) -> None:
        self.stdout.write(f"statistics {statistics.renew(builds().current())}")

    def _status(self) -> None:
        self.stdout.write(builds().health())
        serving = builds().serving()
        for name in builds().names():
            mark = builds().open(name).mark()
            state = _state(name, mark, serving=serving)
            self.stdout.write(f"build {name}: {state}, at {mark.position}")
        self.stdout.write(f"journal head: {head_position()}")
        if serving is not None:
            self._statistics(builds().current())
        for line in encoding_status.lines():
            self.stdout.write(line)
        weights = ", ".join(f"{part} {most}" for part, most in WEIGHTS.parts.items())
        self.stdout.write(f"weights {WEIGHTS.version}: {weights}")
        why = unfitness()
        if why is not None:
            self.stdout.write(self.style.WARNING(f"needs a rebuild: {why}"))

    def _statistics(self, engine: Engine) -> None:
        row = Statistics.objects.filter(pk=engine.mark().statistics).defer("content").first()
        self.stdout.write(f"visible listings: {engine.count()}")
        self.stdout.write(f"overwritten documents: {engine.deleted_share():.0%}")
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


def _state(name: str, mark: Mark, *, serving: str | None) -> str:
    """Return what a build is there for, in the operator's words."""
    if name == serving:
        return "serves"
    return "kept for a rollback" if mark.is_whole else f"unfinished, filled up to {mark.filled}"
