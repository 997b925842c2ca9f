"""An index of its own for each test of the interface, and nobody has asked yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from search.weights import WEIGHTS
from tests.search.indexing import empty_index


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's index, without a build, and an empty cache."""
    cache.clear()
    with empty_index(tmp_path):
        yield


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever fits at all fit well: a handful of listings makes every word common."""
    monkeypatch.setitem(WEIGHTS.levels, "fair", {"total": 0, "evidence": 0})
    monkeypatch.setitem(WEIGHTS.evidence, "least_words", 0.0)
