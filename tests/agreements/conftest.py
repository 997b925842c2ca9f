"""A challenge whose award is final."""

import pytest

from tests.agreements.factories import SigningTable


@pytest.fixture
def table():
    return SigningTable()
