from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.claims.actions import AlreadyClaimed, decline_claim, submit_claim, withdraw_claim
from marketplace.claims.models import Claim
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import due_after
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.organisations.models import Membership, Organisation, Role
from tests.claims.factories import PHONE, PITCH, accept, capability_of, claim_for, person_of
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def submit(demand, firm, by, **changes):
    written = {"pitch": PITCH, "contact_name": "", "contact_phone": PHONE, **changes}
    return submit_claim(demand, firm=firm, by=by, **written)


def test_a_sentence_and_a_phone_make_a_claim(demand, firm, bidder):
    claim = submit(demand, firm, bidder)
    stored = Claim.objects.get()
    assert stored == claim
    assert (stored.state, stored.firm, stored.submitted_by) == ("submitted", firm, bidder)
    assert stored.contact_name == bidder.name
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", stored.receipt)
    assert abs(stored.submitted_at - timezone.now()) < timedelta(minutes=1)
    assert stored.answer_due == due_after(stored.submitted_at, 2)


def test_it_is_recorded_without_what_was_written(demand, firm, bidder):
    claim = submit(demand, firm, bidder)
    entry = Entry.objects.get(kind="claim_submitted")
    assert entry.subject() == claim
    assert entry.actor_id == bidder.pk
    assert entry.data == {"demand": demand.pk, "firm": firm.pk}
    assert entry.after


def test_texts_are_stored_as_they_were_written_but_for_the_phones_full_width(demand, firm, bidder):
    text = "  <script>alert(1)</script> 🌊 ｆｕｌｌ  "
    claim = submit(demand, firm, bidder, pitch=text, contact_phone="０５９２－２１２３４５６转８")
    assert claim.pitch == text.strip()
    assert claim.contact_phone == "0592-2123456转8"


def test_a_published_capability_of_the_firm_may_be_named(demand, firm, bidder):
    capability = capability_of(firm)
    assert submit(demand, firm, bidder, capability=capability).capability == capability


def test_another_firms_capability_is_refused_beside_its_field(demand, firm, bidder):
    with pytest.raises(Refusal) as refusal:
        submit(demand, firm, bidder, capability=capability_of(OrganisationFactory()))
    assert set(refusal.value.fields) == {"capability"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("pitch", "   "),
        ("pitch", "长" * 1001),
        ("pitch", "a\0b"),
        ("contact_name", "名" * 41),
        ("contact_phone", ""),
        ("contact_phone", "电话请看官网"),
        ("contact_phone", "12345"),
        ("contact_phone", "1" * 41),
        ("contact_phone", "<script>0592-2123456</script>"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_stored(
    field, text, demand, firm, bidder
):
    with pytest.raises(Refusal) as refusal:
        submit(demand, firm, bidder, **{field: text})
    assert set(refusal.value.fields) == {field}
    assert refusal.value.status == 422
    assert not Claim.objects.exists()
    assert not Entry.objects.filter(kind="claim_submitted").exists()


def test_a_refused_firm_hears_the_reason_and_nothing_is_stored(demand):
    firm = OrganisationFactory(unverified=True)
    with pytest.raises(Refusal) as refusal:
        submit(demand, firm, person_of(firm))
    assert (refusal.value.code, refusal.value.status) == ("not_verified", 403)
    assert not Claim.objects.exists()


def test_what_changed_since_the_page_was_read_counts(demand, firm, bidder):
    """The caller's objects are old: the demand closed, then firm and person lost what they had."""
    stale = Demand.objects.select_related("lifecycle").get(pk=demand.pk)
    assert bidder.memberships.exists()
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=timezone.now())
    with pytest.raises(Refusal) as refusal:
        submit(stale, firm, bidder)
    assert refusal.value.code == "closed"
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=None)
    Organisation.objects.filter(pk=firm.pk).update(verified_at=None)
    with pytest.raises(Refusal) as refusal:
        submit(stale, firm, bidder)
    assert refusal.value.code == "not_verified"
    Organisation.objects.filter(pk=firm.pk).update(verified_at=timezone.now())
    Membership.objects.filter(user=bidder).delete()
    with pytest.raises(Refusal) as refusal:
        submit(stale, firm, bidder)
    assert refusal.value.code == "not_member"
    assert not Claim.objects.exists()


def test_a_second_application_is_told_of_the_first(demand, firm, bidder):
    claim = submit(demand, firm, bidder)
    colleague = person_of(firm, Role.OWNER)
    with pytest.raises(AlreadyClaimed) as refusal:
        submit(demand, firm, colleague)
    assert refusal.value.claim == claim
    assert claim.receipt in str(refusal.value.message)
    assert Claim.objects.count() == 1


def test_the_same_key_gives_the_same_receipt(demand, firm, bidder):
    first = submit(demand, firm, bidder, idempotency_key="k1")
    again = submit(demand, firm, bidder, idempotency_key="k1")
    assert again.receipt == first.receipt
    assert Entry.objects.filter(kind="claim_submitted").count() == 1


def test_the_same_key_gives_its_receipt_even_after_the_close(demand, firm, bidder):
    first = submit(demand, firm, bidder, idempotency_key="k1")
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=timezone.now())
    assert submit(demand, firm, bidder, idempotency_key="k1").receipt == first.receipt


def test_the_same_key_with_other_content_is_refused(demand, firm, bidder):
    submit(demand, firm, bidder, idempotency_key="k1")
    with pytest.raises(Refusal) as refusal:
        submit(demand, firm, bidder, idempotency_key="k1", pitch="另一句话")
    assert refusal.value.code == "idempotency_mismatch"


def test_two_people_may_use_the_same_key_by_chance(demand, firm, bidder):
    other = OrganisationFactory()
    mine = submit(demand, firm, bidder, idempotency_key="1")
    theirs = submit(demand, other, person_of(other), idempotency_key="1")
    assert mine.receipt != theirs.receipt


@pytest.mark.parametrize("key", ["k" * 81, "a\0"])
def test_a_forged_key_is_refused(key, demand, firm, bidder):
    with pytest.raises(Refusal) as refusal:
        submit(demand, firm, bidder, idempotency_key=key)
    assert refusal.value.code == "bad_key"


def test_an_officer_accepts(demand, officer):
    claim = accept(claim_for(demand), by=officer, reason="下周二到现场谈。")
    stored = Claim.objects.get(pk=claim.pk)
    assert (stored.state, stored.decided_by, stored.reason) == (
        "accepted",
        officer,
        "下周二到现场谈。",
    )
    assert stored.decided_at is not None
    assert Entry.objects.filter(kind="claim_accepted", subject_key=claim.pk).count() == 1


def test_accepting_needs_no_reason(demand, officer):
    assert accept(claim_for(demand), by=officer).state == "accepted"


def test_declining_needs_a_reason(demand, officer):
    claim = claim_for(demand)
    with pytest.raises(Refusal) as refusal:
        decline_claim(claim, by=officer, reason="  ")
    assert set(refusal.value.fields) == {"reason"}
    declined = decline_claim(claim, by=officer, reason="交付周期超过半年。")
    assert (declined.state, declined.reason) == ("declined", "交付周期超过半年。")
    assert Entry.objects.filter(kind="claim_declined").count() == 1


@pytest.mark.parametrize("reason", ["长" * 501, "a\0"])
def test_a_reason_that_cannot_be_stored_is_told_beside_its_field(reason, demand, officer):
    with pytest.raises(Refusal) as refusal:
        accept(claim_for(demand), by=officer, reason=reason)
    assert set(refusal.value.fields) == {"reason"}


def test_after_a_refusal_the_firm_may_apply_again(demand, firm, bidder, officer):
    first = submit(demand, firm, bidder)
    decline_claim(first, by=officer, reason="请补充案例。")
    second = submit(demand, firm, bidder)
    assert second.receipt != first.receipt


def test_the_firm_withdraws_while_it_waits(demand, firm, bidder):
    claim = withdraw_claim(submit(demand, firm, bidder), by=person_of(firm, Role.OWNER))
    assert claim.state == "withdrawn"
    assert Entry.objects.filter(kind="claim_withdrawn").count() == 1
    assert submit(demand, firm, bidder).is_live


def test_of_two_answers_the_first_stands(demand, firm, bidder, officer):
    claim = submit(demand, firm, bidder)
    stale = Claim.objects.get(pk=claim.pk)
    accept(claim, by=officer)
    for late in (
        lambda: decline_claim(stale, by=officer, reason="不符"),
        lambda: withdraw_claim(stale, by=bidder),
    ):
        with pytest.raises(Refusal) as refusal:
            late()
        assert (refusal.value.code, refusal.value.status) == ("wrong_state", 409)
    assert Claim.objects.get().state == "accepted"


def test_a_withdrawn_demands_claims_can_still_be_answered(demand, officer):
    claim = claim_for(demand)
    DemandLifecycle.objects.filter(demand=demand).update(state="withdrawn")
    assert decline_claim(claim, by=officer, reason="需求已撤回。").state == "declined"


def test_strangers_change_nothing(demand, firm, bidder):
    claim = submit(demand, firm, bidder)
    stranger = person_of(OrganisationFactory())
    for attempt in (
        lambda: accept(claim, by=bidder),
        lambda: decline_claim(claim, by=stranger, reason="不符"),
        lambda: withdraw_claim(claim, by=stranger),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.status == 403
    assert Claim.objects.get().state == "submitted"


def test_the_stored_row_is_what_the_journal_digested(demand, firm, bidder):
    claim = submit(demand, firm, bidder)
    assert Claim.objects.get(pk=claim.pk).journal_state() == claim.journal_state()
