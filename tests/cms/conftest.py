"""Nothing remembered of another test's pages, and an index of its own where a test wants one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.search.indexing import empty_index


@pytest.fixture(autouse=True)
def forget() -> None:
    cache.clear()


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's index, without a build."""
    with empty_index(tmp_path):
        yield
