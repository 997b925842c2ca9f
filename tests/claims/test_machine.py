"""The drawings of the machines show their tables. Moves are tried on the models elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from marketplace.claims.models import ClaimState, PartnerState
from marketplace.claims.transitions import CLAIM, PARTNER

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "claims.md").read_text()

machines = pytest.mark.parametrize(
    ("machine", "states"),
    [
        pytest.param(CLAIM, ClaimState, id="claim"),
        pytest.param(PARTNER, PartnerState, id="partner"),
    ],
)


def drawing_of(machine):
    """Return the part of the page under the machine's name."""
    return re.split(r"^## ", PAGE.split(f"## {machine.name}\n")[1], flags=re.MULTILINE)[0]


@machines
def test_the_arrows_are_the_tables(machine, states):
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)", drawing_of(machine), re.MULTILINE)
    assert set(arrows) == {
        (source, row.target, row.verb) for row in machine for source in row.sources
    }


@machines
def test_the_rows_are_the_tables(machine, states):
    rows = re.findall(
        r"^\| `(\w+)` \| ([\w`, ]+) \| `(\w+)` \| (\w+) \|", drawing_of(machine), re.MULTILINE
    )
    assert {(verb, sources.replace("`", ""), *rest) for verb, sources, *rest in rows} == {
        (row.verb, ", ".join(sorted(row.sources)), row.target, row.who) for row in machine
    }


@machines
def test_every_state_is_begun_or_reached(machine, states):
    begun = set(re.findall(r"^\s*\[\*\] --> (\w+)", drawing_of(machine), re.MULTILINE))
    assert begun | {row.target for row in machine} == set(states.values)
