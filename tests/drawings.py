"""Machines as a document draws them, and as their tables say."""

from __future__ import annotations

import re
from pathlib import Path

from marketplace.core.transitions import Machine

DOCUMENTS = Path(__file__).resolve().parents[1] / "docs"

Drawing = tuple[set[tuple[str, ...]], set[tuple[str, ...]], set[str]]


def drawing_of(document: str, machine: Machine) -> Drawing:
    """Return arrows, rows and states of the section of a document that draws a machine."""
    text = (DOCUMENTS / document).read_text()
    section = text.split(f"\n## {machine.name}\n")[1].split("\n## ")[0]
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)", section, re.MULTILINE)
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| `(\w+)` \| (\w+) \|", section, re.MULTILINE)
    begun = re.findall(r"^\s*\[\*\] --> (\w+)", section, re.MULTILINE)
    return set(arrows), set(rows), {*begun, *(target for _, target, _ in arrows)}


def table_of(machine: Machine, states: list[str]) -> Drawing:
    """Return the same of a machine's table and its model's states."""
    arrows: set[tuple[str, ...]] = {
        (source, row.target, row.verb) for row in machine for source in row.sources
    }
    rows: set[tuple[str, ...]] = {
        (row.verb, ", ".join(f"`{one}`" for one in sorted(row.sources)), row.target, row.who)
        for row in machine
    }
    return arrows, rows, set(states)
