"""What tests of the demo share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.indexing import empty_index


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's index, without a build."""
    with empty_index(tmp_path):
        yield
