from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape

from marketplace.claims.drafted import Drafted
from marketplace.claims.models import Claim, ClaimDraft, ClaimPartner, PartnerState
from marketplace.claims.partnering import answer_invitation, invite_partner, remove_partner
from marketplace.claims.submitting import submit_draft
from marketplace.claims.transitions import PARTNER
from marketplace.claims.versions import version_of
from marketplace.core.refusals import Refusal
from marketplace.core.veiled import name_of
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand, DemandParty
from marketplace.organisations.models import Organisation, Role
from tests.claims.factories import draft_for, open_demand, person_of, sent
from tests.factories import (
    AgencyFactory,
    CreditFactFactory,
    OrganisationFactory,
    QualificationFactory,
    QualificationKindFactory,
    UserFactory,
)
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PART = "负责监测终端"


@pytest.fixture
def demand():
    return open_demand(cooperation="consortium")


@pytest.fixture
def draft(demand, firm, bidder):
    return draft_for(demand, firm, bidder)


@pytest.fixture
def partner(draft, bidder):
    return invite_partner(draft, OrganisationFactory(), part=PART, by=bidder)


def code_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def said(partner, joins=True):
    return answer_invitation(partner, by=person_of(partner.organisation), joins=joins)


def test_nothing_is_sent_before_every_partner_has_joined(draft, partner, bidder):
    with pytest.raises(Refusal) as refusal:
        sent(draft, bidder)
    assert set(refusal.value.fields) == {"partners"}
    said(partner)
    told = version_of(sent(draft, bidder)).application
    assert told["partners"] == [
        {
            "name": partner.organisation.name,
            "credit_code": partner.organisation.credit_code,
            "part": PART,
        }
    ]


def test_a_partner_that_refused_must_be_removed_first(draft, partner, bidder):
    partner = said(partner, joins=False)
    assert code_of(lambda: sent(draft, bidder)) == "mistakes"
    remove_partner(partner, by=bidder)
    assert "partners" not in version_of(sent(draft, bidder)).application


def test_a_removed_partner_may_be_asked_again_for_another_part(draft, partner, bidder):
    remove_partner(said(partner), by=bidder)
    again = invite_partner(draft, partner.organisation, part="负责安装", by=bidder)
    assert again.pk == partner.pk
    assert (again.state, again.part, again.answered_at) == ("invited", "负责安装", None)


def test_each_step_is_recorded(draft, partner, bidder):
    remove_partner(said(partner), by=bidder)
    kinds = Entry.objects.filter(subject_type="claims.claimpartner").order_by("pk")
    assert [one.kind for one in kinds] == ["partner_invited", "partner_joined", "partner_removed"]
    stored = ClaimPartner.objects.get()
    assert stored.journal_state()["state"] == "removed"


@pytest.mark.parametrize(
    ("organisation", "code"),
    [
        (lambda draft: draft.firm, "is_lead"),
        (lambda draft: draft.demand.lifecycle.owner, "own_demand"),
        (lambda _draft: OrganisationFactory(unverified=True), "not_verified"),
        (lambda _draft: AgencyFactory(), "wrong_kind"),
    ],
)
def test_some_cannot_be_partners(organisation, code, draft, bidder):
    asked = organisation(draft)
    assert code_of(lambda: invite_partner(draft, asked, part=PART, by=bidder)) == code
    assert not ClaimPartner.objects.exists()


@pytest.mark.parametrize("part", ["lead", "site"])
def test_a_body_that_asks_cannot_be_a_partner(part, draft, bidder):
    asks = OrganisationFactory()
    draft.demand.parties.add(DemandParty(organisation=asks, part=part))
    draft.demand.save()
    assert code_of(lambda: invite_partner(draft, asks, part=PART, by=bidder)) == "own_demand"


def test_a_demand_for_single_firms_takes_no_partner(firm, bidder):
    draft = draft_for(open_demand(), firm, bidder)
    asked = OrganisationFactory()
    assert code_of(lambda: invite_partner(draft, asked, part=PART, by=bidder)) == (
        "too_many_partners"
    )


def listed(organisation):
    CreditFactFactory(organisation=organisation, kind="dishonest", answer="yes")


def unverified(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(verified_at=None)


def test_who_stands_on_a_credit_list_is_not_asked(draft, bidder):
    asked = OrganisationFactory()
    listed(asked)
    assert code_of(lambda: invite_partner(draft, asked, part=PART, by=bidder)) == "credit"


def test_a_certificate_that_the_demand_requires_is_the_leads_to_hold(draft, firm, bidder):
    kind = QualificationKindFactory(slug="iso27001")
    draft.demand.qualifications.add(kind)
    draft.demand.save()
    QualificationFactory(organisation=firm, kind=kind, valid_until=date(2099, 1, 1))
    said(invite_partner(draft, OrganisationFactory(), part=PART, by=bidder))
    assert sent(draft, bidder).version == 1


@pytest.mark.parametrize("change", [listed, unverified])
def test_what_was_asked_of_a_partner_is_asked_again_when_it_is_sent(
    client, change, draft, partner, bidder
):
    said(partner)
    review = reverse("claims:review", args=[draft.demand.lifecycle.number, draft.key])
    client.force_login(bidder)
    assert 'class="invalid-msg"' not in client.get(review).text
    seen = Drafted(draft, by=bidder).mark
    change(partner.organisation)
    reason = Drafted(draft, by=bidder).partner_rows[0][1]
    response = client.post(review, {"seen": seen})
    assert response.status_code == 422
    row = response.text.split(f"{partner.organisation.name}：{PART}")[1].split("</li>")[0]
    assert escape(str(reason)) in row
    step = reverse("claims:step", args=[draft.demand.lifecycle.number, draft.key, "material"])
    assert escape(str(reason)) in client.get(step).text
    assert not Claim.objects.exists()
    remove_partner(partner, by=bidder)
    assert sent(draft, bidder).version == 1


def test_a_partner_that_has_come_to_ask_the_demand_is_not_sent_with_it(draft, partner, bidder):
    said(partner)
    draft.demand.parties.add(DemandParty(organisation=partner.organisation, part="site"))
    draft.demand.save()
    assert code_of(lambda: sent(draft, bidder)) == "mistakes"


@pytest.mark.parametrize("most", [1, 3])
def test_the_demand_says_how_many_partners_it_takes(most, firm, bidder):
    draft = draft_for(open_demand(cooperation="consortium", partners=most), firm, bidder)
    for _ in range(most):
        invite_partner(draft, OrganisationFactory(), part=PART, by=bidder)
    asked = OrganisationFactory()
    assert code_of(lambda: invite_partner(draft, asked, part=PART, by=bidder)) == (
        "too_many_partners"
    )


def test_a_limit_that_was_lowered_meanwhile_holds_when_it_is_sent(draft, bidder):
    partners = [
        said(invite_partner(draft, OrganisationFactory(), part=PART, by=bidder)) for _ in range(2)
    ]
    Demand.objects.filter(pk=draft.demand_id).update(partners=1)
    draft = ClaimDraft.objects.get()
    assert code_of(lambda: sent(draft, bidder)) == "mistakes"
    remove_partner(partners[0], by=bidder)
    assert len(version_of(sent(draft, bidder)).application["partners"]) == 1


def test_no_demand_takes_a_number_of_partners_that_is_none():
    for wrong in (-1, 21):
        with pytest.raises(IntegrityError), transaction.atomic():
            open_demand(cooperation="consortium", partners=wrong)


def test_a_fifth_partner_is_one_too_many(draft, bidder):
    partners = [
        invite_partner(draft, OrganisationFactory(), part=PART, by=bidder) for _ in range(4)
    ]
    fifth = OrganisationFactory()
    assert code_of(lambda: invite_partner(draft, fifth, part=PART, by=bidder)) == (
        "too_many_partners"
    )
    remove_partner(partners[0], by=bidder)
    assert invite_partner(draft, fifth, part=PART, by=bidder).state == "invited"


@pytest.mark.parametrize("part", ["", "  ", "长" * 201, "a\0b"])
def test_a_part_says_what_the_partner_does(part, draft, bidder):
    with pytest.raises(Refusal) as refusal:
        invite_partner(draft, OrganisationFactory(), part=part, by=bidder)
    assert set(refusal.value.fields) == {"part"}


def test_nobody_is_asked_twice(draft, partner, bidder):
    asked = partner.organisation
    assert code_of(lambda: invite_partner(draft, asked, part=PART, by=bidder)) == "wrong_state"
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimPartner.objects.create(
            draft=draft,
            organisation=asked,
            part=PART,
            invited_at=partner.invited_at,
            invited_by=bidder,
        )


def test_only_the_partners_appliers_answer_and_only_once(partner, bidder):
    asked = partner.organisation
    for stranger in (bidder, person_of(asked, Role.VIEWER), UserFactory(staff=True)):
        assert code_of(lambda who=stranger: answer_invitation(partner, by=who, joins=True)) in {
            "not_member",
            "wrong_role",
        }
    said(partner)
    assert code_of(lambda: said(partner, joins=False)) == "wrong_state"


def test_only_the_lead_removes(partner):
    by = person_of(partner.organisation)
    assert code_of(lambda: remove_partner(partner, by=by)) == "not_member"


@pytest.mark.parametrize("state", list(PartnerState))
@pytest.mark.parametrize("verb", [row.verb for row in PARTNER])
def test_the_model_moves_as_the_machine_says_and_not_otherwise(verb, state, partner, bidder):
    partner.state = state
    given = {"by": bidder, "at": partner.invited_at, "part": PART}
    wanted = {"invite": ("by", "at", "part"), "remove": ()}.get(verb, ("by", "at"))
    act = getattr(partner, verb)
    if PARTNER.allows(verb, state):
        act(**{name: given[name] for name in wanted})
        assert partner.state == PARTNER[verb].target
    else:
        assert code_of(lambda: act(**{name: given[name] for name in wanted})) == "wrong_state"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_and_the_sending_at_once_leave_no_partner_that_refused(draft, partner, bidder):
    by = person_of(partner.organisation)
    joined = answer_invitation(partner, by=by, joins=True)
    seen = Drafted(draft, by=bidder).mark
    at_once(
        lambda: submit_draft(draft, by=bidder, seen=seen),
        lambda: remove_partner(joined, by=bidder),
    )
    claim = Claim.objects.first()
    assert ClaimPartner.objects.get().state == "removed"
    if claim is not None:
        assert len(version_of(claim).application["partners"]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_stands(partner):
    people = [person_of(partner.organisation) for _ in range(2)]
    codes = at_once(
        lambda: answer_invitation(partner, by=people[0], joins=True),
        lambda: answer_invitation(partner, by=people[1], joins=False),
    )
    assert codes == ["done", "wrong_state"]


def test_the_partner_reads_its_part_and_nothing_of_the_draft(client, draft, partner, bidder):
    client.force_login(person_of(partner.organisation))
    page = client.get(reverse("claims:partnership", args=[partner])).content.decode()
    assert PART in page
    assert str(draft.firm) in page
    for row in draft.answers.all():
        assert row.name == "contact_name" or row.text not in page
    for address in ("start", "review"):
        number = draft.demand.lifecycle.number
        answer = client.get(reverse(f"claims:{address}", args=[number, draft.firm_id]))
        assert answer.status_code in {302, 404}


def test_the_partner_confirms_on_its_page(client, partner):
    client.force_login(person_of(partner.organisation))
    url = reverse("claims:partnership", args=[partner])
    assert client.post(url, {"answer": "join"}).status_code == 302
    assert ClaimPartner.objects.get().state == "joined"
    assert client.post(url, {"answer": "refuse"}).status_code == 409


def test_others_do_not_find_the_invitation(client, partner, officer, bidder):
    for person in (officer, bidder, UserFactory(staff=True)):
        client.force_login(person)
        url = reverse("claims:partnership", args=[partner])
        assert client.get(url).status_code == client.post(url, {"answer": "join"}).status_code
        assert client.get(url).status_code == 404


def test_the_lead_asks_and_removes_on_the_last_page(client, draft, bidder):
    client.force_login(bidder)
    asked = OrganisationFactory()
    url = reverse("claims:step", args=[draft.demand.lifecycle.number, draft.firm_id, "material"])
    client.post(url, {"go": "partner", "partner": asked.credit_code.lower(), "part": PART})
    partner = ClaimPartner.objects.get()
    assert (partner.organisation, partner.part) == (asked, PART)
    page = client.post(url, {"go": "partner", "partner": "没有这家", "part": PART})
    assert page.status_code == 422
    assert page.context["extras"].errors["partner"]
    client.post(url, {"go": f"remove-partner:{name_of(partner)}"})
    assert ClaimPartner.objects.get().state == "removed"
