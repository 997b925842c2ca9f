"""A signed agreement, and a delivery that has begun."""

import pytest

from tests.agreements.factories import SigningTable
from tests.deliveries.factories import Site


@pytest.fixture
def table():
    return SigningTable()


@pytest.fixture
def site():
    return Site()
