"""How many partners a demand takes, as its author types it and publication judges it."""

import pytest

from marketplace.listings.forms.content import DemandForm
from marketplace.listings.models import Demand
from marketplace.listings.validation import problems
from tests.listings.factories import Office

pytestmark = pytest.mark.django_db


def typed(partners, cooperation="consortium"):
    given = {"title": "积水预警", "mode": "scenario", "budget_kind": "none"}
    form = DemandForm({**given, "cooperation": cooperation, "partners": partners})
    return form.save(commit=False) if form.is_valid() else form.errors


@pytest.mark.parametrize(("text", "number"), [("２", 2), ("0", 0), ("20", 20), ("", 4)])
def test_a_number_is_typed_and_the_usual_one_stands_where_none_is(text, number):
    assert typed(text).partners == number


@pytest.mark.parametrize("text", ["21", "-1", "若干"])
def test_what_is_no_such_number_is_told_beside_its_field(text):
    assert set(typed(text)) == {"partners"}


def test_a_demand_without_consortia_takes_no_partner_whatever_the_number():
    assert [typed("3", one).most_partners for one in Demand.Cooperation.values] == [0, 0, 3, 3]


def test_a_consortium_without_a_partner_is_not_published():
    office = Office()
    assert set(problems(office.draft(cooperation="consortium", partners=0))) == {"partners"}
    assert not problems(office.draft(cooperation="single", partners=0))
