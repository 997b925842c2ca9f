"""Nobody answers or confirms what they did not see; what was typed stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.actions import decline_claim
from marketplace.claims.answers import ask_details, decline_rest
from marketplace.claims.confirming import confirm_claim
from marketplace.claims.drafted import Drafted
from marketplace.claims.models import Claim
from marketplace.claims.submitting import submit_draft
from marketplace.core.refusals import Refusal
from marketplace.listings.addenda import Statement
from tests.claims.factories import DESPITE, accept, claim_for, draft_for, sent
from tests.listings.factories import Office
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MATERIAL = Statement(is_material=True, why="现场条件变化。")


@pytest.fixture
def first(demand, firm, bidder):
    """Return a claim as it was read before its second version came."""
    read = sent(draft_for(demand, firm, bidder), bidder)
    sent(draft_for(demand, firm, bidder, approach="改为两期"), bidder)
    return read


def code_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize("act", [accept, decline_claim, ask_details])
def test_an_answer_to_a_version_that_is_not_the_present_one_is_refused(first, officer, act):
    assert code_of(lambda: act(first, by=officer, reason="已阅")) == "changed_meanwhile"
    unanswered = Claim.objects.get()
    assert (unanswered.decided_at, unanswered.details_asked_at) == (None, None)
    answered = act(unanswered, by=officer, reason="已阅")
    assert answered.decided_at or answered.details_asked_at


def test_a_page_that_names_no_present_version_answers_nothing(client, first, officer):
    client.force_login(officer)
    for version in ("", "0", "3", "二", "9" * 5000, "-1"):
        given = {"verb": "decline", "reason": "已阅", "version": version}
        assert client.post(reverse("claims:answer", args=[first.receipt]), given).status_code == 409
    assert Claim.objects.get().state == "submitted"


@pytest.mark.parametrize("verb", ["accept", "decline", "ask"])
def test_the_page_says_which_version_was_read_and_keeps_what_was_typed(
    client, first, officer, verb
):
    client.force_login(officer)
    given = {"verb": verb, "reason": "写了很久的答复", "despite": DESPITE, "version": "1"}
    response = client.post(reverse("claims:answer", args=[first.receipt]), given)
    assert response.status_code == 409
    assert "写了很久的答复" in response.text
    assert DESPITE in response.text
    assert "改为两期" in response.text
    assert 'name="version" value="2"' in response.text
    assert Claim.objects.get().state == "submitted"
    again = client.post(reverse("claims:answer", args=[first.receipt]), {**given, "version": "2"})
    assert again.status_code == 302


def test_a_version_that_came_since_is_not_declined_with_the_rest(demand, first, officer):
    other = claim_for(demand)
    seen = {first.receipt: 1, other.receipt: 1}
    assert decline_rest(demand, seen=seen, by=officer, reason="名额已满") == [other]
    assert code_of(
        lambda: decline_rest(demand, seen={first.receipt: 1}, by=officer, reason="名额已满")
    ) == ("none")


@pytest.mark.django_db(transaction=True)
def test_of_an_acceptance_and_another_version_at_once_the_first_decides(
    demand, firm, bidder, officer
):
    claim = sent(draft_for(demand, firm, bidder), bidder)
    draft = draft_for(demand, firm, bidder, approach="改为两期")
    seen = Drafted(draft, by=bidder).mark
    codes = at_once(
        lambda: accept(claim, by=officer), lambda: submit_draft(draft, by=bidder, seen=seen)
    )
    stored = Claim.objects.get()
    if stored.state == Claim.State.ACCEPTED:
        assert (stored.version, codes) == (1, ["done", "wrong_state"])
    else:
        assert (stored.version, codes) == (2, ["changed_meanwhile", "done"])


def test_only_the_newest_material_addendum_is_confirmed(client):
    office = Office()
    demand = office.published()
    claim = claim_for(demand)
    for number in (1, 2):
        demand = office.changed(demand, statement=MATERIAL, content=f"第 {number} 次变更")
    assert code_of(lambda: confirm_claim(claim, by=claim.submitted_by, addendum=1)) == (
        "changed_meanwhile"
    )
    client.force_login(claim.submitted_by)
    confirm = reverse("claims:confirm", args=[claim.receipt])
    for wrong in ({}, {"addendum": "1"}, {"addendum": "二"}):
        told = client.post(confirm, wrong, follow=True)
        assert "需求又有变更" in told.text
        assert 'name="addendum" value="2"' in told.text
    assert list(Claim.objects.unconfirmed()) == [claim]
    assert client.post(confirm, {"addendum": "2"}).status_code == 302
    assert list(Claim.objects.unconfirmed()) == []


def test_a_draft_is_not_sent_for_a_demand_that_changed_since_it_was_reviewed():
    office = Office()
    demand = office.published()
    draft = draft_for(demand)
    by = draft.saved_by
    seen = Drafted(draft, by=by).mark
    office.changed(demand, statement=MATERIAL, content="新的内容")
    assert code_of(lambda: submit_draft(draft, by=by, seen=seen)) == "changed_meanwhile"
    assert sent(draft, by).version == 1
