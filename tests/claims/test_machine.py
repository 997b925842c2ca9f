"""The drawing of the machine shows its table. Its moves are tried on the model in test_models."""

from __future__ import annotations

import re
from pathlib import Path

from marketplace.claims.models import ClaimState
from marketplace.claims.transitions import CLAIM

DRAWING = (Path(__file__).resolve().parents[2] / "docs" / "claims.md").read_text()


def test_the_arrows_are_the_tables():
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)", DRAWING, re.MULTILINE)
    assert set(arrows) == {
        (source, row.target, row.verb) for row in CLAIM for source in row.sources
    }


def test_the_rows_are_the_tables():
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \| (\w+) \|", DRAWING, re.MULTILINE)
    assert set(rows) == {(row.verb, " ".join(row.sources), row.target, row.who) for row in CLAIM}


def test_every_state_is_begun_or_reached():
    begun = set(re.findall(r"^\s*\[\*\] --> (\w+)", DRAWING, re.MULTILINE))
    assert begun | {row.target for row in CLAIM} == set(ClaimState.values)
