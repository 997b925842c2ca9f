"""What a demand says is public of its co-operations: typed, announced when it changes, kept."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from marketplace.listings.addenda import is_material_by_rule
from marketplace.listings.comparing import differences
from marketplace.listings.forms.content import DemandForm
from marketplace.listings.models import Demand
from marketplace.listings.models.timeline import Timeline
from tests.claims.factories import DemandFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GIVEN = {"title": "积水预警", "mode": "scenario", "budget_kind": "none", "cooperation": "single"}


def typed(demand, **given):
    """Return the version that a form makes of a demand."""
    form = DemandForm({**GIVEN, **given}, instance=demand)
    assert form.is_valid(), form.errors
    return form.save(commit=False)


@pytest.mark.parametrize("order", list(permutations(Timeline.values)))
def test_of_several_the_one_that_shows_least_holds(order):
    assert Timeline.least(*order) == "nothing"
    assert Timeline.least("amounts", "steps") == "steps"


def test_a_form_that_does_not_say_it_leaves_it_as_it_was():
    assert typed(Demand()).timeline == "amounts"
    for given in ({}, {"timeline": ""}):
        assert typed(Demand(timeline="nothing"), **given).timeline == "nothing"
    assert typed(Demand(timeline="nothing"), timeline="steps").timeline == "steps"


def test_what_is_no_choice_is_refused_beside_its_field():
    form = DemandForm({**GIVEN, "timeline": "everything"}, instance=Demand())
    assert set(form.errors) == {"timeline"}


def test_a_change_of_it_is_announced_and_not_material_by_itself():
    before, after = DemandFactory(timeline="nothing"), DemandFactory(timeline="amounts")
    after.title = before.title
    (change,) = differences(before, after)
    assert (change.before, change.after) == (("不公开",), ("公开进展、单位和金额",))
    assert not is_material_by_rule([change])


def test_the_database_takes_no_other_word():
    demand = DemandFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.filter(pk=demand.pk).update(timeline="all")
