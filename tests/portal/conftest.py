"""An index of its own for each test of pages that show matches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.search.indexing import empty_index


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's index, without a build, and nothing remembered of another test's pages."""
    cache.clear()
    with empty_index(tmp_path):
        yield
