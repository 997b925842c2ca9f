"""The judged sets beside the checkout are matched no worse than they were, within 0.01."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command

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


@pytest.mark.parametrize(
    ("name", "role", "tier", "reached"),
    [
        ("handmade", "demand", "lexical", {"nDCG@10": 0.797}),
        ("handmade", "demand", "auto", {"nDCG@10": 0.919}),
        ("itjuzi_ai_suppliers", "search", "auto", {"nDCG@10": 0.434, "Recall@50": 0.578}),
    ],
)
def test_a_judged_set_is_matched_no_worse(
    settings, tmp_path: Path, name: str, role: str, tier: str, reached: dict[str, float]
) -> None:
    settings.ENCODER, settings.DATA_DIR = "e5", tmp_path / "data"
    out = tmp_path / "run.tsv"
    call_command("evaluate_matching", RELEVANCE / name, run=out, role=role, tier=tier)
    found = figures(name, out)
    assert all(found[figure] > value - MARGIN for figure, value in reached.items()), found
