"""A challenge that takes bids, its officer and supervisor, and a firm with its bid manager."""

import pytest

from marketplace.organisations.models import Role
from tests.bids.factories import open_challenge
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory


@pytest.fixture(autouse=True)
def sealed_root(settings, tmp_path):
    settings.SEALED_ROOT = tmp_path / "sealed"
    return settings.SEALED_ROOT


@pytest.fixture
def challenge():
    return open_challenge()


@pytest.fixture
def firm():
    return OrganisationFactory()


@pytest.fixture
def bidder(firm):
    return person_of(firm)


@pytest.fixture
def officer(challenge):
    return person_of(challenge.demand.lifecycle.owner, Role.EDITOR)


@pytest.fixture
def supervisor(challenge):
    return person_of(challenge.demand.lifecycle.owner, Role.SUPERVISOR)
