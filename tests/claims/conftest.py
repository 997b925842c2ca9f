"""A demand that takes applications, its officer, and a firm with somebody who applies for it."""

import pytest

from marketplace.organisations.models import Role
from tests.claims.factories import open_demand, person_of
from tests.factories import OrganisationFactory


@pytest.fixture
def demand():
    return open_demand()


@pytest.fixture
def firm():
    return OrganisationFactory()


@pytest.fixture
def bidder(firm):
    return person_of(firm)


@pytest.fixture
def officer(demand):
    return person_of(demand.lifecycle.owner, Role.EDITOR)
