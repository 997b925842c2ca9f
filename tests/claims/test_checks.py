"""What is known of an applicant stands with its version; unknown is no pass at the acceptance."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape

from marketplace.claims.actions import accept_claim
from marketplace.claims.checks import checks_kept
from marketplace.claims.models import Claim
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.claims.versions import version_of
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.claims.factories import DESPITE, accept, claim_for, draft_for, person_of, sent
from tests.factories import (
    CreditFactFactory,
    OrganisationFactory,
    QualificationFactory,
    QualificationKindFactory,
)
from tests.kept import stands

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LISTS = ("abnormal", "serious", "dishonest")


def checked(organisation, answer="no"):
    """Let the portal know what every credit list says of an organisation."""
    for kind in LISTS:
        CreditFactFactory(organisation=organisation, kind=kind, answer=answer)
    return organisation


@pytest.fixture
def claim(demand, firm, bidder):
    return claim_for(demand, firm, bidder)


def answers(version):
    """Return what was kept of each gate, by its code."""
    return {gate["code"]: gate["answer"] for one in checks_kept(version) for gate in one.gates}


def refused(claim, officer, despite=""):
    with pytest.raises(Refusal) as refusal:
        accept_claim(claim, by=officer, despite=despite)
    return refusal.value


def test_each_version_keeps_what_was_known_when_it_was_sent(demand, firm, bidder):
    draft = draft_for(demand, firm, bidder)
    first = version_of(sent(draft, bidder))
    checked(firm)
    draft = draft_for(demand, firm, bidder, approach="分三期推进")
    second = version_of(sent(draft, bidder))
    unknown, known = dict.fromkeys((f"credit:{one}" for one in LISTS), "unknown"), "met"
    assert answers(first) == {"verified": "met", **unknown}
    assert answers(second) == {"verified": "met", **dict.fromkeys(unknown, known)}
    assert second.number == 2
    stands(second, checks=[])


def test_the_one_minute_form_keeps_it_too_and_the_digest_does_not_cover_it(claim):
    version = version_of(claim)
    assert answers(version)["credit:abnormal"] == "unknown"
    assert "checks" not in version.sheet


def test_what_is_unknown_is_no_pass_until_the_officer_says_why(claim, officer):
    for blank in ("", "  "):
        refusal = refused(claim, officer, blank)
        assert (refusal.code, refusal.status, set(refusal.fields)) == ("unshown", 422, {"despite"})
    assert Claim.objects.get().state == "submitted"
    assert set(refused(claim, officer, "长" * 501).fields) == {"despite"}
    accepted = accept_claim(claim, by=officer, despite=f" {DESPITE} ")
    assert (accepted.state, accepted.despite) == ("accepted", DESPITE)
    entry = Entry.objects.get(kind="claim_accepted")
    assert entry.data["unmet"] == sorted(f"credit:{one}" for one in LISTS)
    assert Claim.objects.get().journal_state()["despite"] == DESPITE


def test_where_all_is_shown_nothing_is_asked_and_nothing_kept(claim, officer, firm):
    checked(firm)
    accepted = accept_claim(claim, by=officer, despite="不必说明")
    assert (accepted.state, accepted.despite) == ("accepted", "")
    assert "unmet" not in Entry.objects.get(kind="claim_accepted").data


def test_a_certificate_without_a_date_is_unknown(demand, firm, bidder, officer):
    kind = QualificationKindFactory(slug="iso27001")
    demand.qualifications.add(kind)
    demand.save()
    held = QualificationFactory(organisation=checked(firm), kind=kind, valid_until=None)
    claim = claim_for(demand, firm, bidder)
    assert refused(claim, officer).code == "unshown"
    type(held).objects.filter(pk=held.pk).update(valid_until=date(2099, 1, 1))
    assert accept_claim(claim, by=officer).state == "accepted"


def test_what_failed_since_it_was_sent_is_no_pass_either(claim, officer, firm):
    checked(firm, "yes")
    assert refused(claim, officer).code == "unshown"


def test_partners_are_asked_for_as_well(demand, firm, bidder, officer):
    type(demand).objects.filter(pk=demand.pk).update(cooperation="consortium")
    demand.refresh_from_db()
    draft, beside = draft_for(demand, checked(firm), bidder), OrganisationFactory()
    partner = invite_partner(draft, beside, part="负责监测终端", by=bidder)
    answer_invitation(partner, by=person_of(beside), joins=True)
    claim = sent(draft, bidder)
    names = [(one.name, one.is_lead) for one in checks_kept(version_of(claim))]
    assert names == [(firm.name, True), (beside.name, False)]
    assert refused(claim, officer).code == "unshown"
    checked(beside)
    assert accept_claim(claim, by=officer).state == "accepted"


def test_the_officer_reads_and_answers_it_and_the_firm_reads_none_of_it(
    client, claim, officer, firm, bidder
):
    page = reverse("claims:receipt", args=[claim.receipt])
    client.force_login(officer)
    shown = client.get(page).text
    assert "尚未核实满足" in shown
    assert 'name="despite"' in shown
    assert "第 1 版提交时" in shown
    given = {"verb": "accept", "version": "1", "reason": "周四来谈"}
    refusal = client.post(reverse("claims:answer", args=[claim.receipt]), given)
    assert refusal.status_code == 422
    assert 'id="id_despite_error"' in refusal.text
    assert "周四来谈" in refusal.text
    given["despite"] = DESPITE
    assert client.post(reverse("claims:answer", args=[claim.receipt]), given).status_code == 302
    assert DESPITE in client.get(page).text
    client.force_login(bidder)
    own = client.get(page).text
    assert DESPITE not in own
    assert "第 1 版提交时" not in own


def test_the_start_page_says_what_to_do_about_whatever_is_not_met(client, demand, firm, bidder):
    demand.qualifications.add(QualificationKindFactory(slug="iso27001"))
    demand.save()
    CreditFactFactory(organisation=firm, kind="abnormal", answer="yes")
    client.force_login(bidder)
    page = client.get(reverse("claims:start", args=[demand.lifecycle.number, firm.pk]))
    unmet = [gate for gate in page.context["gates"] if gate.answer != "met"]
    assert {gate.answer for gate in unmet} == {"failed", "unknown"}
    items = page.text.split('class="plain checks"')[1].split("</ul>")[0].split("</li>")
    for gate in unmet:
        item = next(one for one in items if escape(str(gate.label)) in one)
        assert escape(str(gate.remedy)) in item


def test_only_an_acceptance_has_such_a_reason_whatever_code_runs(claim):
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(despite=DESPITE)
    accepted = accept(claim, by=person_of(claim.demand.lifecycle.owner, "editor"))
    assert accepted.despite == DESPITE
