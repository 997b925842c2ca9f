"""A material addendum asks firms to stand by their applications anew; until then they stay out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.claims.actions import decline_claim
from marketplace.claims.confirming import claims_to_confirm, confirm_claim
from marketplace.claims.models import Claim
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.addenda import Statement
from marketplace.portal.todos import Todos
from tests.claims.factories import accept, claim_for, person_of
from tests.factories import OrganisationFactory
from tests.listings.factories import Office
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MATERIAL = Statement(is_material=True, why="现场条件变化。")
SLIGHT = Statement(is_material=False, why="错字。")


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def demand(office):
    return office.published()


def changed(office, demand, statement=MATERIAL):
    return office.changed(demand, statement=statement, content=f"新的内容：{statement.why}")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_material_addendum_leaves_earlier_applications_unconfirmed(office, demand):
    claim = claim_for(demand)
    assert list(Claim.objects.confirmed()) == [claim]
    changed(office, demand)
    assert list(Claim.objects.unconfirmed()) == [claim]
    assert list(Claim.objects.confirmed()) == []
    later = claim_for(demand)
    assert list(Claim.objects.confirmed()) == [later]


def test_a_slight_change_asks_nothing(office, demand):
    claim = claim_for(demand)
    changed(office, demand, SLIGHT)
    assert list(Claim.objects.confirmed()) == [claim]


def test_an_unconfirmed_application_is_declined_but_not_accepted(office, demand):
    claim, other = claim_for(demand), claim_for(demand)
    changed(office, demand)
    with pytest.raises(Refusal) as refused:
        accept(claim, by=office.editor)
    assert refused.value.code == "unconfirmed"
    decline_claim(other, by=office.editor, reason="另有方案")
    confirm_claim(claim, by=claim.submitted_by, addendum=1)
    assert accept(claim, by=office.editor).state == Claim.State.ACCEPTED
    assert Entry.objects.filter(kind="claim_confirmed").count() == 1


def test_an_accepted_application_asks_for_no_confirmation(office, demand):
    claim = claim_for(demand)
    accept(claim, by=office.editor)
    changed(office, demand)
    assert list(Claim.objects.confirmed()) == [claim]


def test_who_applies_for_the_firm_finds_it_among_what_waits_and_confirms_on_the_receipt(
    office, demand
):
    claim = claim_for(demand)
    bidder = claim.submitted_by
    assert list(claims_to_confirm(bidder)) == []
    changed(office, demand)
    assert list(claims_to_confirm(bidder)) == [claim]
    assert list(claims_to_confirm(person_of(OrganisationFactory()))) == []
    titles = [todo.title for todo in Todos(bidder, claim.submitted_at)[0:20]]
    assert titles == ["请确认或修改对接申请：需求已变更"]
    client = signed_in(bidder)
    receipt = reverse("claims:receipt", args=[claim.receipt])
    assert "需求已变更：变更公告第 1 号" in client.get(receipt).text
    confirm = reverse("claims:confirm", args=[claim.receipt])
    assert client.post(confirm, {"addendum": "1"}).status_code == 302
    assert "需求已变更" not in client.get(receipt).text
    assert list(claims_to_confirm(bidder)) == []


def test_the_officer_sees_it_and_compares_without_it(office, demand):
    claims = [claim_for(demand) for _ in range(3)]
    changed(office, demand)
    for claim in claims[:2]:
        confirm_claim(claim, by=claim.submitted_by, addendum=1)
    client = signed_in(office.editor)
    number = demand.lifecycle.number
    assert client.get(reverse("claims:of_demand", args=[number])).text.count("变更后未确认") == 1
    compared = client.get(
        reverse("claims:compare", args=[number]), {"claim": [one.receipt for one in claims]}
    )
    assert compared.status_code == 200
    assert list(compared.context["claims"]) == claims[:2]
    assert "1 份申请未列入" in compared.text


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_nobody_else_confirms(office, demand, who):
    claim = claim_for(demand)
    changed(office, demand)
    by = office.editor if who == "officer" else person_of(OrganisationFactory())
    with pytest.raises(Refusal):
        confirm_claim(claim, by=by, addendum=1)
    assert list(Claim.objects.unconfirmed()) == [claim]


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_and_an_addendum_at_once_leave_no_acceptance_of_the_old_demand(
    office, demand
):
    claim = claim_for(demand)
    office.resubmitted(demand, statement=MATERIAL, content="新的内容。")
    office.approve(demand, times=2)
    done = at_once(lambda: accept(claim, by=office.editor), lambda: office.approve(demand, times=1))
    claim.refresh_from_db()
    addendum = demand.addenda.get()
    if claim.state == Claim.State.ACCEPTED:
        assert claim.decided_at <= addendum.published_at
    else:
        assert done == ["done", "unconfirmed"]
