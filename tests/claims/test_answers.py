from __future__ import annotations

import pytest

from marketplace.claims.actions import decline_claim
from marketplace.claims.answers import ask_details, decline_rest
from marketplace.claims.models import Claim
from marketplace.cooperations.models import Cooperation
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

REASON = "本批名额已满，欢迎关注下一批。"


def entries(kind):
    return Entry.objects.filter(kind=kind).count()


def test_asking_for_details_is_a_first_answer_and_the_claim_goes_on_waiting(demand, officer):
    claim = ask_details(claim_for(demand), by=officer, reason=" 请补充传感器的精度。 ")
    stored = Claim.objects.get()
    assert (stored.state, stored.details_wanted) == ("submitted", "请补充传感器的精度。")
    assert not stored.waits_for_first_answer
    assert not stored.is_late_at(stored.answer_due)
    assert not Claim.objects.unanswered().exists()
    assert entries("claim_details_asked") == 1
    assert stored.journal_state() == claim.journal_state()
    assert accept(claim, by=officer).state == "accepted"


def test_details_are_asked_in_words_by_the_officers_of_a_claim_that_waits(demand, firm, officer):
    claim = claim_for(demand, firm)
    for by, reason, status in ((officer, " ", 422), (person_of(firm), "精度", 403)):
        with pytest.raises(Refusal) as refusal:
            ask_details(claim, by=by, reason=reason)
        assert refusal.value.status == status
    decline_claim(claim, by=officer, reason="不符")
    with pytest.raises(Refusal) as refusal:
        ask_details(claim, by=officer, reason="精度")
    assert refusal.value.status == 409


def test_the_rest_is_declined_with_one_reason_and_an_entry_each(demand, officer):
    accepted, *rest = [claim_for(demand) for _ in range(4)]
    accept(accepted, by=officer)
    receipts = {claim.receipt: 1 for claim in (accepted, *rest)}
    assert decline_rest(demand, seen=receipts, by=officer, reason=REASON) == rest
    assert set(Claim.objects.filter(state="declined").values_list("reason", flat=True)) == {REASON}
    assert entries("claim_declined") == 3
    assert Claim.objects.get(pk=accepted.pk).state == "accepted"


def test_what_came_after_the_officer_looked_goes_on_waiting(demand, officer):
    seen, later = claim_for(demand), claim_for(demand)
    decline_rest(demand, seen={seen.receipt: 1}, by=officer, reason=REASON)
    assert Claim.objects.get(pk=later.pk).state == "submitted"


def test_receipts_of_another_demand_do_nothing(demand, officer):
    other = claim_for(open_demand(owner=demand.lifecycle.owner))
    with pytest.raises(Refusal) as refusal:
        decline_rest(demand, seen={other.receipt: 1}, by=officer, reason=REASON)
    assert refusal.value.code == "none"
    assert Claim.objects.get().state == "submitted"


def test_the_officers_own_firm_is_left_to_somebody_else(demand, officer, firm):
    firm.memberships.create(user=officer, role=Role.VIEWER)
    own, other = claim_for(demand, firm), claim_for(demand)
    receipts = {own.receipt: 1, other.receipt: 1}
    assert decline_rest(demand, seen=receipts, by=officer, reason=REASON) == [other]


def test_without_a_reason_nobody_is_declined(demand, officer):
    claim = claim_for(demand)
    with pytest.raises(Refusal) as refusal:
        decline_rest(demand, seen={claim.receipt: 1}, by=officer, reason=" ")
    assert set(refusal.value.fields) == {"reason"}
    assert Claim.objects.get().state == "submitted"


def test_strangers_decline_nobody(demand):
    claim = claim_for(demand)
    for by in (person_of(OrganisationFactory()), claim.submitted_by):
        with pytest.raises(Refusal) as refusal:
            decline_rest(demand, seen={claim.receipt: 1}, by=by, reason=REASON)
        assert refusal.value.status == 403
    assert Claim.objects.get().state == "submitted"


def test_several_are_accepted_each_with_a_cooperation_of_its_own():
    demand = open_demand(cooperation="multiple")
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    claims = [accept(claim_for(demand), by=officer) for _ in range(2)]
    assert Cooperation.objects.count() == 2
    assert len({claim.cooperation_id for claim in claims}) == 2
