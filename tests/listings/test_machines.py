"""The tables of the machines, the drawing of them, and every move that they forbid."""

import re
from itertools import product
from pathlib import Path

import pytest

from marketplace.core.refusals import Refusal
from marketplace.listings.models import Lifecycle, Question
from marketplace.listings.transitions import LIFE, QUESTION, REVIEW

DRAWING = Path(__file__).resolve().parents[2] / "docs" / "lifecycles.md"
MACHINES = [
    pytest.param(LIFE, Lifecycle.State, id="public-life"),
    pytest.param(REVIEW, Lifecycle.Review, id="version-in-work"),
    pytest.param(QUESTION, Question.State, id="question"),
]


def drawn(heading):
    """Return the arrows and the table rows under a heading of the drawing."""
    section = DRAWING.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    arrows = set(re.findall(r"^\s*(\w+) --> (\w+): (\w+)", section, re.MULTILINE))
    rows = re.findall(r"^\| `(\w+)` \| ([\w, `]+) \| `(\w+)` \| ([\w ]+) \|", section, re.MULTILINE)
    table = {
        (verb, frozenset(re.findall(r"\w+", sources)), target, frozenset(who.split()))
        for verb, sources, target, who in rows
    }
    return arrows, table


@pytest.mark.parametrize(("machine", "states"), MACHINES)
def test_the_drawing_shows_the_table(machine, states):
    arrows, table = drawn(machine.name)
    assert arrows == {(source, row.target, row.verb) for row in machine for source in row.sources}
    assert table == {
        (row.verb, row.sources, row.target, frozenset(row.who.split())) for row in machine
    }


@pytest.mark.parametrize(("machine", "states"), MACHINES)
def test_every_state_of_the_table_exists_and_is_reached(machine, states):
    named = {row.target for row in machine} | {one for row in machine for one in row.sources}
    assert named == set(states.values)


@pytest.mark.parametrize(("machine", "states"), MACHINES)
def test_each_move_is_possible_from_its_states_and_refused_from_all_others(machine, states):
    for row, state in product(machine, states.values):
        if state in row.sources:
            assert machine.target(row.verb, state) == row.target
        else:
            with pytest.raises(Refusal) as refused:
                machine.target(row.verb, state)
            assert refused.value.code == "wrong_state"
