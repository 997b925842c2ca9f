"""An index of its own for each test, and nothing held of another test's searches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from marketplace.portal import saved_searches
from search import vocabulary_held
from tests.search.indexing import empty_index


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's index, without a build."""
    cache.clear()
    saved_searches.forget()
    vocabulary_held.forget()
    with empty_index(tmp_path):
        yield
    saved_searches.forget()
    vocabulary_held.forget()
