"""The judged sets beside the checkout are matched no worse than they were, within 0.01."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings as configured
from django.core.management import call_command

from search.encoders.e5 import E5Encoder
from search.encoders.protocol import Role, Vectors

RELEVANCE = Path(configured.BASE_DIR).parent / "shared" / "relevance"
MARGIN = 0.01

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RELEVANCE.is_dir(), reason="the judged sets are not beside"),
]


def figures(name: str, out: Path) -> dict[str, float]:
    """Return what the sets' own script says of a run."""
    command = [sys.executable, str(RELEVANCE / "score.py"), str(RELEVANCE / name), str(out)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = (word.split("=") for word in said.split() if "@" in word)
    return {figure: float(value) for figure, value in pairs}


CASES = [
    ("none", "handmade", "demand", {"nDCG@10": 0.797}),
    ("e5", "handmade", "demand", {"nDCG@10": 0.920}),
    ("e5", "itjuzi_ai_suppliers", "search", {"nDCG@10": 0.470, "Recall@50": 0.582}),
]
if (configured.ENCODERS_DIR / "bge-small-zh-v1.5").is_dir():
    CASES += [
        ("auto", "handmade", "demand", {"nDCG@10": 0.951}),
        ("auto", "itjuzi_ai_suppliers", "search", {"nDCG@10": 0.455, "Recall@50": 0.629}),
    ]


_vectors: dict[tuple[str, Role, str], Vectors] = {}


@pytest.fixture(autouse=True)
def each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let E5, which is half of "auto" too, read each text once for all cases."""
    plain = E5Encoder.encode

    def encode(self: E5Encoder, texts: Sequence[str], *, role: Role) -> Vectors:
        for text in texts:
            if (self.id, role, text) not in _vectors:
                _vectors[self.id, role, text] = plain(self, [text], role=role)
        known = [_vectors[self.id, role, text] for text in texts]
        return np.concatenate(known) if known else plain(self, texts, role=role)

    monkeypatch.setattr(E5Encoder, "encode", encode)


@pytest.mark.parametrize(("encoder", "name", "role", "reached"), CASES)
def test_a_judged_set_is_matched_no_worse(
    settings, tmp_path: Path, encoder: str, name: str, role: str, reached: dict[str, float]
) -> None:
    settings.ENCODER, settings.DATA_DIR = encoder, tmp_path / "data"
    out = tmp_path / "run.tsv"
    call_command("evaluate_matching", RELEVANCE / name, run=out, role=role)
    found = figures(name, out)
    assert all(found[figure] > value - MARGIN for figure, value in reached.items()), found
