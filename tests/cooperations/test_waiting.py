from __future__ import annotations

import pytest

from marketplace.cooperations import actions, resources
from marketplace.cooperations.waiting import steps_waiting_for
from marketplace.organisations.models import Role
from tests.claims.factories import person_of
from tests.cooperations.factories import opens_data
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def waiting(person):
    return len(steps_waiting_for(type(person).objects.get(pk=person.pk)))


def test_contact_waits_for_each_side_until_it_has_confirmed(pair):
    assert (waiting(pair.officer), waiting(pair.provider)) == (1, 1)
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    assert (waiting(pair.officer), waiting(pair.provider)) == (1, 0)
    actions.confirm_contact(pair.cooperation, by=pair.officer)
    assert (waiting(pair.officer), waiting(pair.provider)) == (0, 0)


def test_a_stated_delivery_waits_for_the_owner(pair):
    pair.until("agreed")
    assert waiting(pair.officer) == 0
    actions.state_delivery(pair.cooperation, by=pair.provider)
    assert (waiting(pair.officer), waiting(pair.provider)) == (1, 0)


def test_a_request_waits_for_the_owner_until_it_is_answered(pair):
    pair.until("talking")
    request = resources.request_resource(
        pair.cooperation, by=pair.provider, kind=opens_data(pair.demand), purpose="校准模型"
    )
    assert (waiting(pair.officer), waiting(pair.provider)) == (1, 0)
    resources.grant_resource(request, by=pair.officer)
    assert waiting(pair.officer) == 0


def test_nothing_waits_for_others(pair):
    both = person_of(pair.demand.lifecycle.owner, Role.EDITOR)
    pair.firm.memberships.create(user=both, role=Role.VIEWER)
    for person in (
        both,
        person_of(OrganisationFactory()),
        person_of(pair.firm, Role.VIEWER),
        person_of(pair.demand.lifecycle.owner, Role.VIEWER),
        UserFactory(staff=True),
    ):
        assert waiting(person) == 0
