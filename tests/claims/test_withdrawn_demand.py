"""A demand that was withdrawn meanwhile takes no application, and nothing typed for it is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.drafted import Drafted
from marketplace.claims.models import Claim, ClaimDraft
from marketplace.claims.submitting import submit_draft
from marketplace.core.refusals import Refusal
from marketplace.listings.actions import withdraw_listing
from marketplace.listings.models import DemandLifecycle
from tests.claims.factories import PHONE, claim_for, draft_for, sent
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TYPED = "写了一上午的技术路线。"


def withdrawn(demand, officer):
    return withdraw_listing(demand, by=officer, reason="项目调整，不再征集。")


def page(name, draft, *more):
    return reverse(f"claims:{name}", args=[draft.demand.lifecycle.number, draft.key, *more])


def test_a_review_page_that_was_open_is_refused_and_the_draft_stays(
    client, demand, firm, bidder, officer
):
    draft = draft_for(demand, firm, bidder, approach=TYPED)
    seen = Drafted(draft, by=bidder).mark
    client.force_login(bidder)
    withdrawn(demand, officer)
    response = client.post(page("review", draft), {"seen": seen, "key": "k1"})
    assert response.status_code == 403
    assert "已撤回" in response.text
    assert TYPED in response.text
    assert not Claim.objects.exists()
    assert ClaimDraft.objects.get().answers.get(name="approach").text == TYPED


def test_what_is_typed_on_an_open_step_is_saved_all_the_same(client, demand, firm, bidder, officer):
    draft = draft_for(demand, firm, bidder)
    client.force_login(bidder)
    withdrawn(demand, officer)
    given = {"approach": TYPED, "base-approach": "", "go": "next"}
    assert client.post(page("step", draft, "approach"), given).status_code == 302
    assert ClaimDraft.objects.get().answers.get(name="approach").text == TYPED


def test_the_one_minute_form_that_was_open_is_refused_with_what_was_typed(
    client, demand, firm, bidder, officer
):
    client.force_login(bidder)
    withdrawn(demand, officer)
    given = {"firm": firm.pk, "pitch": TYPED, "contact_phone": PHONE, "contact_name": "陈工"}
    response = client.post(reverse("claims:apply", args=[demand.lifecycle.number]), given)
    assert response.status_code == 403
    assert "已撤回" in response.text
    assert TYPED in response.text
    assert not Claim.objects.exists()


def test_a_sent_application_is_not_changed_any_more(demand, firm, bidder, officer):
    sent(draft_for(demand, firm, bidder), bidder)
    draft = draft_for(demand, firm, bidder, approach=TYPED)
    withdrawn(demand, officer)
    with pytest.raises(Refusal) as refusal:
        sent(draft, bidder)
    assert refusal.value.code == "withdrawn"
    assert Claim.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["draft", "sentence"])
def test_of_an_application_and_the_withdrawal_at_once_each_knows_of_the_other(
    demand, firm, bidder, officer, way
):
    draft = draft_for(demand, firm, bidder, approach=TYPED)
    seen = Drafted(draft, by=bidder).mark

    def apply():
        if way == "draft":
            return submit_draft(draft, by=bidder, seen=seen)
        return claim_for(demand, firm, bidder, pitch=TYPED)

    codes = at_once(apply, lambda: withdrawn(demand, officer))
    row = DemandLifecycle.objects.get(demand=demand)
    assert row.state == "withdrawn"
    claim = Claim.objects.first()
    assert codes == (["done", "done"] if claim else ["done", "withdrawn"])
    assert row.withdrawn_at is not None
    assert claim is None or claim.submitted_at <= row.withdrawn_at
    assert ClaimDraft.objects.get().answers.get(name="approach").text == TYPED
