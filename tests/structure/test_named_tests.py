"""Documents name tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def missing_in(text: str) -> list[str]:
    """Return the tests that a document names and that no module defines."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).exists()
        or not re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_every_test_that_a_document_names_is_there(path: Path) -> None:
    assert missing_in(path.read_text()) == []


def test_a_test_that_is_not_there_is_found() -> None:
    assert missing_in("`tests/structure/test_named_tests.py::test_nothing`") != []
    assert missing_in("`tests/structure/nothing.py::test_nothing`") != []
