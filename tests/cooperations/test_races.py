"""Both sides, or several people of one, at the same moment."""

from __future__ import annotations

import pytest

from marketplace.cooperations import actions
from marketplace.cooperations.models import Cooperation
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from tests.claims.factories import open_demand
from tests.cooperations.factories import SIGNED, Pair
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_sides_that_confirm_at_once_are_in_contact_once(pair):
    found = pair.cooperation
    answers = at_once(
        lambda: actions.confirm_contact(found, by=pair.officer),
        lambda: actions.confirm_contact(found, by=pair.provider),
    )
    assert answers == ["done", "done"]
    assert pair.cooperation.state == "contacted"
    assert Entry.objects.filter(kind="cooperation_contacted").count() == 1


def test_of_an_end_and_a_confirmation_one_comes_first_and_the_state_is_whole(pair):
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    found = pair.cooperation
    answers = at_once(
        lambda: actions.confirm_contact(found, by=pair.officer),
        lambda: actions.end_cooperation(found, by=pair.provider, reason="不再继续"),
    )
    assert answers in (["done", "done"], ["done", "wrong_state"])
    assert pair.cooperation.state == "ended"


def test_of_two_agreements_for_one_party_one_is_signed():
    demand = open_demand(cooperation=Demand.Cooperation.MULTIPLE)
    pairs = [Pair(demand).until("talking") for _ in range(2)]
    Demand.objects.update(cooperation=Demand.Cooperation.SINGLE)
    calls = [
        lambda one=one, found=one.cooperation: actions.sign_agreement(
            found, by=one.officer, agreed_on=SIGNED
        )
        for one in pairs
    ]
    assert at_once(*calls) == ["done", "no_slot"]
    assert Cooperation.objects.filter(state="agreed").count() == 1


def test_both_ratings_at_once_end_in_the_rated_state(pair):
    pair.until("accepted")
    found = pair.cooperation
    answers = at_once(
        *[
            lambda by=by: actions.rate_cooperation(found, by=by, stars=5, text="好")
            for by in (pair.officer, pair.provider)
        ]
    )
    assert answers == ["done", "done"]
    assert (pair.cooperation.state, pair.cooperation.ratings.count()) == ("rated", 2)


def test_a_certificate_is_issued_once_however_many_ask(pair):
    pair.until("accepted")
    found = pair.cooperation
    answers = at_once(*[lambda: actions.issue_certificate(found, by=pair.provider)] * 8)
    assert answers == ["certified"] * 7 + ["done"]
    assert Entry.objects.filter(kind="cooperation_certified").count() == 1
