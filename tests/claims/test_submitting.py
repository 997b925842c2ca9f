from __future__ import annotations

import hashlib
import itertools
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.claims.actions import withdraw_claim
from marketplace.claims.answers import ask_details
from marketplace.claims.confirming import confirm_claim
from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import Edit, add_file, remove_file, save_draft
from marketplace.claims.models import Claim, ClaimDraft, ClaimVersion
from marketplace.claims.permissions import may_change
from marketplace.claims.submitting import attach_receipt, submit_draft
from marketplace.claims.versions import verified, version_of
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry, InsertOnlyError
from marketplace.listings.models import Case, Indicator, OpenedResource
from marketplace.organisations.models import CreditFact
from tests.claims.factories import (
    PHONE,
    PITCH,
    accept,
    capability_of,
    claim_for,
    draft_for,
    open_demand,
    pdf,
    person_of,
    sent,
    with_lifecycle,
)
from tests.factories import CreditFactFactory, OrganisationFactory, ResourceKindFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ONE_MS = timedelta(milliseconds=1)


@pytest.fixture
def draft(demand, firm, bidder):
    return draft_for(demand, firm, bidder)


def edit(draft, by, **texts):
    marks = {row.name: row.mark for row in draft.answers.all()}
    edits = {name: Edit(text, marks.get(name, "")) for name, text in texts.items()}
    return save_draft(draft, by=by, edits=edits).draft


def code_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_draft_becomes_a_claim_with_its_first_version(draft, demand, firm, bidder):
    claim = sent(draft, bidder)
    assert (claim.demand, claim.firm, claim.state, claim.version) == (demand, firm, "submitted", 1)
    assert (claim.pitch, claim.contact_phone) == (PITCH, PHONE)
    version = ClaimVersion.objects.get()
    assert (version.claim, version.number, version.submitted_by) == (claim, 1, bidder)
    assert version.submitted_at == claim.submitted_at == claim.confirmed_at
    entry = Entry.objects.get(kind="claim_submitted")
    assert entry.data == {"demand": demand.pk, "firm": firm.pk, "version": 1}


def test_the_digest_is_that_of_the_kept_content(draft, bidder):
    claim = sent(draft, bidder)
    version = version_of(claim)
    assert hashlib.sha256(version.content.encode()).hexdigest() == version.digest
    sheet = json.loads(version.content)
    assert (sheet["receipt"], sheet["version"]) == (claim.receipt, 1)
    assert sheet["application"]["pitch"] == PITCH


def test_everything_that_was_asked_is_in_the_version(firm, bidder):
    demand = open_demand(path="research")
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="80", unit="%")]
    demand.opened_resources = [
        OpenedResource(
            kind=ResourceKindFactory(),
            text="雨量站逐分钟数据",
            condition="conditional",
            access="interface",
        )
    ]
    demand.save()
    capability = capability_of(firm)
    capability.cases.add(Case(customer="某区水务局", year=2025))
    capability.save()
    draft = draft_for(demand, firm, bidder, price="４６.８", schedule="八个月")
    names = [one.name for one in Drafted(draft, by=bidder).questions]
    indicator = next(name for name in names if name.startswith("indicator-"))
    purpose = next(name for name in names if name.startswith("purpose-"))
    draft = edit(draft, bidder, **{indicator: "实测 86 %", purpose: "率定模型"})
    add_file(draft, pdf("方案.pdf"), by=bidder)
    told = version_of(sent(draft, bidder)).application
    assert told["indicators"] == [{"asked": "命中率 ≥ 80 %", "answer": "实测 86 %"}]
    assert [(one["what"], one["purpose"]) for one in told["resources"]] == [
        ("雨量站逐分钟数据", "率定模型")
    ]
    assert told["price"] == "468000"
    assert told["cases"][0]["customer"] == "某区水务局"
    assert [one["name"] for one in told["files"]] == ["方案.pdf"]


@pytest.mark.parametrize("path", ["procurement", "innovation_procurement", "pilot", ""])
def test_no_price_is_named_where_the_path_allows_none(path, firm, bidder):
    draft = draft_for(open_demand(path=path), firm, bidder, price="46")
    assert "price" not in version_of(sent(draft, bidder)).application


def test_a_change_makes_the_next_version_of_the_same_receipt(draft, bidder):
    claim = sent(draft, bidder)
    edit(draft, bidder, pitch="改过的一句话")
    changed = sent(draft, bidder)
    assert (changed.pk, changed.receipt, changed.version) == (claim.pk, claim.receipt, 2)
    assert changed.pitch == "改过的一句话"
    assert changed.submitted_at == claim.submitted_at
    assert changed.confirmed_at >= claim.confirmed_at
    told = [one.application["pitch"] for one in claim.versions.all()]
    assert told == [PITCH, "改过的一句话"]
    assert Entry.objects.filter(kind="claim_changed", subject_key=claim.pk).count() == 1
    assert Claim.objects.get().journal_state() == changed.journal_state()


def test_a_one_minute_application_is_completed_by_a_draft(demand, firm, bidder):
    claim = claim_for(demand, firm, bidder)
    draft = draft_for(demand, firm, bidder, approach="耦合模型")
    assert sent(draft, bidder).pk == claim.pk
    assert version_of(Claim.objects.get()).number == 2


def test_what_says_nothing_new_makes_no_version(draft, bidder):
    claim = sent(draft, bidder)
    assert sent(draft, bidder) == claim
    assert ClaimVersion.objects.count() == 1


def test_the_same_key_gives_the_same_claim_even_after_the_close(draft, demand, bidder):
    seen = Drafted(draft, by=bidder).mark
    claim = submit_draft(draft, by=bidder, seen=seen, idempotency_key="k1")
    with_lifecycle(demand, closes_at=timezone.now())
    assert submit_draft(draft, by=bidder, seen=seen, idempotency_key="k1") == claim
    assert ClaimVersion.objects.count() == 1


def test_a_draft_that_changed_since_it_was_seen_is_not_sent(draft, firm, bidder):
    seen = Drafted(draft, by=bidder).mark
    edit(draft, person_of(firm), pitch="同事刚改的")
    assert code_of(lambda: submit_draft(draft, by=bidder, seen=seen)) == "changed_meanwhile"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"pitch": " "}, "pitch"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"contact_phone": "电话请看官网"}, "contact_phone"),
        ({"price": "面议"}, "price"),
        ({"price": "-1"}, "price"),
    ],
)
def test_a_mistake_is_told_by_field_and_nothing_is_sent(texts, field, firm, bidder):
    draft = draft_for(open_demand(path="research"), firm, bidder)
    draft = edit(draft, bidder, **texts)
    with pytest.raises(Refusal) as refusal:
        sent(draft, bidder)
    assert set(refusal.value.fields) == {field}
    assert not Claim.objects.exists()
    assert ClaimDraft.objects.get().sent_at is None


def test_another_firms_capability_is_not_sent(draft, bidder):
    theirs = capability_of(OrganisationFactory())
    draft = edit(draft, bidder, capability=str(theirs.pk))
    assert sent(draft, bidder).capability is None


def test_credit_is_asked_again_when_a_version_is_sent(draft, firm, bidder):
    sent(draft, bidder)
    CreditFactFactory(organisation=firm, answer=CreditFact.Answer.YES)
    edit(draft, bidder, pitch="改过的一句话")
    assert code_of(lambda: sent(draft, bidder)) == "credit"
    assert Claim.objects.get().version == 1


def test_an_answered_or_withdrawn_claim_is_not_changed(draft, officer, bidder):
    claim = sent(draft, bidder)
    accept(claim, by=officer)
    edit(draft, bidder, pitch="改过的一句话")
    with pytest.raises(Refusal) as refusal:
        sent(draft, bidder)
    assert (refusal.value.code, refusal.value.status) == ("wrong_state", 409)


def test_after_a_withdrawal_the_draft_makes_another_claim(draft, bidder):
    first = withdraw_claim(sent(draft, bidder), by=bidder)
    second = sent(draft, bidder)
    assert second.receipt != first.receipt
    assert second.version == 1


def test_strangers_send_nothing(draft, firm):
    stranger = person_of(OrganisationFactory())
    assert code_of(lambda: sent(draft, stranger)) == "not_member"
    claim = sent(draft, draft.saved_by)
    assert code_of(lambda: sent(draft, stranger)) == "not_member"
    assert code_of(lambda: confirm_claim(claim, by=stranger, addendum=1)) == "not_member"
    assert code_of(lambda: attach_receipt(claim, pdf(), by=stranger)) == "not_member"


@pytest.mark.parametrize(("before", "code"), [(ONE_MS, ""), (-ONE_MS, "closed"), (0, "closed")])
def test_a_change_is_kept_or_refused_to_the_millisecond(before, code, draft, demand, bidder):
    claim = sent(draft, bidder)
    closes = timezone.now() + timedelta(days=1)
    claim.demand = with_lifecycle(demand, closes_at=closes)
    at = closes - (before or timedelta())
    assert may_change(bidder, claim, at=at).code == code


def test_details_that_were_asked_for_are_sent_once_after_the_close(demand, firm, bidder, officer):
    claim = claim_for(demand, firm, bidder)
    ask_details(claim, by=officer, reason="请补充传感器的精度。")
    claim.demand = with_lifecycle(demand, closes_at=timezone.now())
    draft = draft_for(demand, firm, bidder, approach="精度 0.5 %")
    completed = sent(draft, bidder)
    assert completed.version == 2
    edit(draft, bidder, approach="精度 0.4 %")
    assert code_of(lambda: sent(draft, bidder)) == "closed"
    ask_details(completed, by=officer, reason="请给出检定证书。")
    assert sent(draft, bidder).version == 3


def test_nobody_else_begins_a_draft_after_the_close(demand, firm, bidder, officer):
    ask_details(claim_for(demand), by=officer, reason="请补充传感器的精度。")
    claim_for(demand, firm, bidder)
    with_lifecycle(demand, closes_at=timezone.now())
    assert code_of(lambda: draft_for(demand, firm, bidder)) == "closed"


@pytest.mark.django_db(transaction=True)
def test_who_changes_until_the_close_sends_nothing_after_it(draft, demand, bidder):
    sent(draft, bidder)
    closes = clock.now() + timedelta(milliseconds=400)
    with_lifecycle(demand, closes_at=closes)
    codes: list[str] = []
    for number in itertools.takewhile(lambda _number: not codes, itertools.count()):
        edit(draft, bidder, pitch=f"第 {number} 次改动")
        try:
            sent(ClaimDraft.objects.get(), bidder)
        except Refusal as refusal:
            codes.append(refusal.code)
    assert codes == ["closed"]
    assert clock.now() >= closes
    assert all(one.submitted_at < closes for one in ClaimVersion.objects.all())
    assert Claim.objects.get().version == ClaimVersion.objects.count()


def test_a_shifted_clock_decides_for_the_draft_too(draft, demand, bidder, settings):
    settings.CLOCK_OFFSET = True
    clock.shift(demand.lifecycle.closes_at - clock.now())
    assert code_of(lambda: sent(draft, bidder)) == "closed"


@pytest.mark.django_db(transaction=True)
def test_fifty_who_send_at_once_make_one_version_and_get_one_receipt(draft, bidder):
    seen = Drafted(draft, by=bidder).mark
    claims = []

    def send(key):
        made = submit_draft(
            ClaimDraft.objects.get(), by=bidder, seen=seen, idempotency_key=f"key-{key}"
        )
        claims.append(made.receipt)

    assert at_once(*[lambda n=n: send(n) for n in range(50)]) == ["done"] * 50
    assert set(claims) == {Claim.objects.get().receipt}
    assert ClaimVersion.objects.count() == 1
    assert Entry.objects.filter(kind="claim_submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_and_an_answer_at_once_leave_one_of_both(draft, officer, bidder):
    claim = sent(draft, bidder)
    edit(draft, bidder, pitch="最后一刻的改动")
    seen = Drafted(ClaimDraft.objects.get(), by=bidder).mark
    ends = at_once(
        lambda: submit_draft(ClaimDraft.objects.get(), by=bidder, seen=seen),
        lambda: accept(claim, by=officer),
    )
    stored = Claim.objects.get()
    assert ends.count("done") == 1
    assert (stored.state, stored.version) in {("accepted", 1), ("submitted", 2)}
    assert stored.version == ClaimVersion.objects.count()
    assert version_of(stored).application["pitch"] == stored.pitch


def test_versions_stand_for_ever(draft, bidder):
    version = version_of(sent(draft, bidder))
    for act in (version.save, version.delete, ClaimVersion.objects.all().delete):
        with pytest.raises(InsertOnlyError):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimVersion.objects.create(
            claim=version.claim,
            number=1,
            content="{}",
            digest="0" * 64,
            submitted_at=version.submitted_at,
            submitted_by=bidder,
        )


def test_a_version_keeps_the_files_that_the_draft_lost(draft, bidder):
    file = add_file(draft, pdf(), by=bidder)
    first = sent(draft, bidder)
    remove_file(draft, file.pk, by=bidder)
    second = sent(draft, bidder)
    assert second.version == 2
    assert [version_of(first, n).files.count() for n in (1, 2)] == [1, 0]


def test_a_receipt_and_its_digest_belong_together_and_no_others(draft, demand, bidder):
    claim = sent(draft, bidder)
    version = version_of(claim)
    other = version_of(claim_for(demand))
    assert verified(claim.receipt.lower(), version.digest.upper()) == version
    spaced = " ".join(version.digest[at : at + 4] for at in range(0, 64, 4))
    assert verified(f" {claim.receipt} ", spaced) == version
    for receipt, digest in (
        (claim.receipt, other.digest),
        (other.claim.receipt, version.digest),
        ("2222-2222-2222", version.digest),
        (claim.receipt, ""),
        (claim.receipt + "\0", version.digest),
        (claim.receipt, "x" * 100_000),
    ):
        assert verified(receipt, digest) is None


def test_the_stamped_receipt_is_attached_until_the_answer(draft, officer, bidder):
    claim = sent(draft, bidder)
    scan = attach_receipt(claim, pdf("盖章.pdf"), by=bidder)
    assert scan.version == version_of(claim)
    assert Entry.objects.filter(kind="claim_receipt_attached").count() == 1
    accept(claim, by=officer)
    assert code_of(lambda: attach_receipt(claim, pdf(), by=bidder)) == "wrong_state"


def test_confirming_moves_the_instant_and_nothing_else(draft, firm, bidder):
    claim = sent(draft, bidder)
    confirmed = confirm_claim(claim, by=person_of(firm), addendum=1)
    assert confirmed.confirmed_at >= claim.confirmed_at
    assert (confirmed.version, confirmed.state) == (1, "submitted")
    assert Entry.objects.filter(kind="claim_confirmed").count() == 1
    assert Claim.objects.get().journal_state() == confirmed.journal_state()


def test_an_unchanged_claims_journal_state_is_as_it_was_before_versions(draft, bidder):
    state = sent(draft, bidder).journal_state()
    assert {"version", "confirmed"} & set(state) == set()
