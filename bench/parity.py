"""The judged sets on both engines: fresh, and after a share of the documents was revised.

RELEVANCE is the folder of the sets, SETS names some of them. Each query's first documents and their
scores must be the same, and a second look after one document in twenty has another text.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import django
import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()

from bench.report import Bar, Report  # noqa: E402
from search.encoders.protocol import Encoder, Role, Vectors  # noqa: E402
from search.encoding import encoder  # noqa: E402
from search.engines.elasticsearch_builds import ElasticsearchBuilds  # noqa: E402
from search.engines.embedded_builds import EmbeddedBuilds  # noqa: E402
from search.engines.protocol import Engine  # noqa: E402
from search.evaluation import AskedAs, Evaluation, JudgedSet, read_set  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SETS: dict[str, AskedAs] = {
    "handmade": "demand",
    "itjuzi_ai_suppliers": "search",
    "ncp_policy_qa": "search",
}
SHOWN = 20
NEAR = 1e-6
REVISED = 20
"""One document of so many is revised."""

STATES = ("fresh", "revised")
BARS = [
    Bar(f"queries of {name} whose first {SHOWN} differ, {state}", at_most=0)
    for name in SETS
    for state in STATES
]


class Remembered:
    """An encoder that reads a text once, for both engines."""

    def __init__(self, encoder: Encoder) -> None:
        self.id, self.dimensions = encoder.id, encoder.dimensions
        self._encoder = encoder
        self._known: dict[tuple[str, Role], NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return a row for each text; EncoderError where one cannot be read."""
        new = [text for text in dict.fromkeys(texts) if (text, role) not in self._known]
        if new:
            found = self._encoder.encode(new, role=role)
            self._known |= {(text, role): row for text, row in zip(new, found, strict=True)}
        rows = np.array([self._known[text, role] for text in texts], dtype=np.float32)
        return rows.reshape(len(texts), self.dimensions)


def main() -> None:
    """Print a row for each set and state."""
    sets = Path(os.environ.get("RELEVANCE", str(ROOT.parent / "shared" / "relevance")))
    asked = os.environ.get("SETS", ",".join(SETS)).split(",")
    chosen = encoder()
    with Report("parity", [bar for bar in BARS if bar.name.split()[2] in asked]) as report:
        for name in asked:
            _compare(report, read_set(sets / name), name=name, encoder=chosen)


def _compare(report: Report, judged: JudgedSet, *, name: str, encoder: Encoder | None) -> None:
    once = None if encoder is None else Remembered(encoder)
    with _engines() as engines:
        both = [Evaluation(judged, engine, encoder=once, role=SETS[name]) for engine in engines]
        for one in both:
            one.index(_nothing)
        for state in STATES:
            if state == "revised":
                for one in both:
                    one.rewrite(_revised(judged))
            first, second = map(_firsts, both)
            differing = sum(
                _differ(first.get(query.id, []), second.get(query.id, []))
                for query in judged.queries
            )
            report.row(
                set=name,
                state=state,
                encoder=once.id if once else "none",
                queries=len(judged.queries),
                differing=differing,
            )
            report.measured(f"queries of {name} whose first {SHOWN} differ, {state}", differing)


@contextmanager
def _engines() -> Iterator[list[Engine]]:
    prefix = f"{settings.INDEX_PREFIX}-parity-{os.getpid()}"
    served = ElasticsearchBuilds(settings.ELASTICSEARCH_URL, prefix)
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield [EmbeddedBuilds(Path(folder)).create("same"), served.create("same")]
        finally:
            served.drop("same")


def _revised(judged: JudgedSet) -> dict[str, str]:
    """Return other texts for some documents: each has its own first half and another's last."""
    documents = judged.documents
    return {
        document.id: document.text[: len(document.text) // 2]
        + documents[at - 1].text[len(documents[at - 1].text) // 2 :]
        for at, document in enumerate(documents)
        if at % REVISED == 0
    }


def _firsts(evaluation: Evaluation) -> dict[str, list[tuple[str, float]]]:
    """Return the first documents of each query with their scores."""
    rows = groupby(evaluation.ranked(_nothing), key=lambda row: row[0])
    return {query: [row[1:] for row in some][:SHOWN] for query, some in rows}


def _differ(first: list[tuple[str, float]], second: list[tuple[str, float]]) -> bool:
    return [name for name, _ in first] != [name for name, _ in second] or any(
        abs(mine[1] - theirs[1]) > NEAR for mine, theirs in zip(first, second, strict=True)
    )


def _nothing(message: str) -> None:
    """Say nothing of the progress."""


if __name__ == "__main__":
    main()
