"""`manage.py evaluate_matching FOLDER --run OUT.tsv`: how well a judged set is matched."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.encoders.protocol import Encoder
from search.encoding import encoder
from search.engines.elasticsearch_builds import ElasticsearchBuilds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import Builds, Engine, EngineUnavailable
from search.evaluation import Evaluation, EvaluationError, read_pairs, read_set


class Command(BaseCommand):
    """Indexes a judged set apart from the portal's own listings and writes its scores."""

    help = (
        "Match the queries of FOLDER with its documents as demands with capabilities, "
        "and write query id, document id and score for the best 200."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, what to measure, and where to write."""
        parser.add_argument("folder", type=Path, help="holds queries.jsonl and docs.jsonl")
        parser.add_argument("--run", type=Path, required=True, help="the table to write")
        parser.add_argument("--as", dest="role", choices=("demand", "search"), default="demand")
        parser.add_argument("--engine", choices=("embedded", "elasticsearch"), default="embedded")
        parser.add_argument("--tier", choices=("auto", "lexical"), default="auto")
        parser.add_argument("--pairs", type=Path, help="score these pairs: query id, document id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure; CommandError where the set cannot be read or the engine does not answer."""
        try:
            judged = read_set(options["folder"])
            pairs = read_pairs(options["pairs"], judged) if options["pairs"] else None
            with _engine(options["engine"]) as engine:
                evaluation = Evaluation(
                    judged, engine, encoder=self._encoder(options["tier"]), role=options["role"]
                )
                evaluation.index(self._say)
                rows = (
                    evaluation.ranked(self._say)
                    if pairs is None
                    else evaluation.scored(pairs, self._say)
                )
                count = _write(options["run"], rows)
        except (EvaluationError, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        self._say(f"{count} scores in {options['run']}")

    def _encoder(self, tier: str) -> Encoder | None:
        """Return the encoder in force, and say which it is or that only words are compared."""
        chosen = encoder() if tier == "auto" else None
        self._say(f"encoder: {chosen.id}" if chosen else "no encoder: only words are compared")
        return chosen

    def _say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


@contextmanager
def _engine(kind: str) -> Iterator[Engine]:
    """Give an empty build of its own, and remove it afterwards."""
    builds, name = _builds(kind), f"run-{os.getpid()}"
    engine = builds.create(name)
    try:
        yield engine
    finally:
        builds.drop(name)


def _builds(kind: str) -> Builds:
    if kind == "embedded":
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        return EmbeddedBuilds(settings.DATA_DIR / "evaluation")
    if not settings.ELASTICSEARCH_URL:
        raise CommandError("Elasticsearch is not set up: ELASTICSEARCH_URL is empty")
    prefix = f"{settings.INDEX_PREFIX}-evaluation"
    return ElasticsearchBuilds(settings.ELASTICSEARCH_URL, prefix)


def _write(path: Path, rows: Iterator[tuple[str, str, float]]) -> int:
    """Write the rows and return how many; the file stands only when all are there."""
    beside = path.with_name(f"{path.name}.part")
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            for query, document, score in rows:
                file.write(f"{query}\t{document}\t{score:.6f}\n")
                count += 1
        beside.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    return count
