"""A running round, and a running call."""

import pytest

from tests.calls.factories import Calling, Collecting


@pytest.fixture
def collecting():
    return Collecting()


@pytest.fixture
def calling():
    return Calling()
