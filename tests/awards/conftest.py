"""A challenge whose bids are open."""

import pytest

from tests.awards.factories import Court


@pytest.fixture
def court():
    return Court()
