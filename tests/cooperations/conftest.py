"""A co-operation that an acceptance opened, with somebody who acts for each side."""

import pytest

from tests.cooperations.factories import Pair


@pytest.fixture
def pair():
    return Pair()
