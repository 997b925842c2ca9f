from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.models import Claim
from marketplace.claims.standing import public_count
from tests.claims.factories import DESPITE, claim_for, open_demand, person_of, with_lifecycle
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(demand):
    return claim_for(demand, pitch="我们的一句话")


def at(name, *args):
    return reverse(f"claims:{name}", args=args)


def answer(verb, reason, **more):
    """Return what an officer's page sends of the first version."""
    return {"verb": verb, "reason": reason, "version": "1", "despite": DESPITE, **more}


def text_of(response):
    return response.content.decode()


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_firm_reads_its_receipt(client, claim):
    page = signed_in(client, claim.submitted_by).get(at("receipt", claim.receipt))
    assert page.status_code == 200
    for said in (claim.receipt, "我们的一句话", claim.contact_phone, claim.demand.title):
        assert said in text_of(page)
    assert page.context["verbs"] == {"change", "confirm", "withdraw"}
    assert at("answer", claim.receipt) not in text_of(page)


def test_a_receipt_number_is_read_in_any_case(client, claim):
    page = signed_in(client, claim.submitted_by).get(at("receipt", claim.receipt.lower()))
    assert page.status_code == 200


def test_the_officer_reads_it_with_the_form_to_answer(client, claim, officer):
    page = signed_in(client, officer).get(at("receipt", claim.receipt))
    assert at("answer", claim.receipt) in text_of(page)
    assert at("withdraw", claim.receipt) not in text_of(page)


def test_another_firms_claim_is_not_found_as_one_that_does_not_exist(client, claim):
    signed_in(client, person_of(OrganisationFactory()))
    for receipt in (claim.receipt, "2222-2222-2222"):
        assert client.get(at("receipt", receipt)).status_code == 404
        assert client.post(at("withdraw", receipt)).status_code == 404
        assert client.post(at("answer", receipt), {"verb": "accept"}).status_code == 404
    worlds = [text_of(client.get(at("receipt", r))) for r in (claim.receipt, "2222-2222-2222")]
    assert _plain(worlds[0], claim.receipt) == _plain(worlds[1], "2222-2222-2222")


def _plain(page, receipt):
    kept = [line for line in page.replace(receipt, "").splitlines() if "csrf" not in line]
    return [line for line in kept if "server-now" not in line]


def test_portal_staff_do_not_find_it(client, claim):
    assert (
        signed_in(client, UserFactory(staff=True)).get(at("receipt", claim.receipt)).status_code
        == 404
    )


@pytest.mark.parametrize("receipt", ["2222-2222-2222", "nothing"])
def test_a_visitor_is_asked_to_sign_in_whether_it_exists_or_not(receipt, client, claim):
    for number in (claim.receipt, receipt):
        response = client.get(at("receipt", number))
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


def test_the_officer_accepts_with_a_word(client, claim, officer):
    response = signed_in(client, officer).post(
        at("answer", claim.receipt), answer("accept", "下周二来谈")
    )
    assert response.url == at("receipt", claim.receipt)
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == ("accepted", "下周二来谈")
    page = signed_in(client, claim.submitted_by).get(at("receipt", claim.receipt))
    assert "下周二来谈" in text_of(page)


def test_declining_without_a_reason_is_told_beside_the_field(client, claim, officer):
    response = signed_in(client, officer).post(at("answer", claim.receipt), answer("decline", " "))
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert 'id="id_reason_error"' in text_of(response)
    claim.refresh_from_db()
    assert claim.state == "submitted"


@pytest.mark.parametrize(
    "sent",
    [
        {"verb": "sell", "reason": "留着"},
        {"reason": "留着"},
        answer("accept", "留着" + "长" * 500),
    ],
)
def test_a_broken_answer_keeps_what_was_typed(sent, client, claim, officer):
    response = signed_in(client, officer).post(at("answer", claim.receipt), sent)
    assert response.status_code == 422
    assert "留着" in text_of(response)
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_the_slower_of_two_officers_is_told_and_keeps_the_text(client, claim, officer, demand):
    Claim.objects.filter(pk=claim.pk).update(state="accepted", decided_at=timezone.now())
    response = signed_in(client, officer).post(
        at("answer", claim.receipt), answer("decline", "写了很久的理由")
    )
    assert response.status_code == 409
    assert "写了很久的理由" in text_of(response)


def test_an_officer_whose_session_ended_finds_the_text_again(client, claim, officer):
    response = client.post(
        at("answer", claim.receipt), {"verb": "decline", "reason": "写了很久的理由"}
    )
    assert response.url.endswith(at("receipt", claim.receipt))
    client.post(response.url, {"login": officer.email, "password": PASSWORD})
    assert "写了很久的理由" in text_of(client.get(at("receipt", claim.receipt)))


def test_the_firm_does_not_answer_itself(client, claim):
    response = signed_in(client, claim.submitted_by).post(
        at("answer", claim.receipt), {"verb": "accept"}
    )
    assert response.status_code == 403
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_the_firm_withdraws_and_may_apply_again(client, claim):
    response = signed_in(client, claim.submitted_by).post(at("withdraw", claim.receipt))
    assert response.url == at("receipt", claim.receipt)
    page = client.get(response.url)
    assert page.context["claim"].state == "withdrawn"
    assert at("apply", claim.demand.lifecycle.number) in text_of(page)


def test_withdrawing_twice_is_told(client, claim):
    signed_in(client, claim.submitted_by).post(at("withdraw", claim.receipt))
    assert client.post(at("withdraw", claim.receipt)).status_code == 409


def test_withdrawing_needs_a_post(client, claim):
    signed_in(client, claim.submitted_by)
    assert client.get(at("withdraw", claim.receipt)).status_code == 405
    assert client.get(at("answer", claim.receipt)).status_code == 405


def test_an_overdue_answer_is_marked(client, claim, officer):
    Claim.objects.filter(pk=claim.pk).update(answer_due=timezone.now())
    page = signed_in(client, officer).get(at("receipt", claim.receipt))
    assert page.context["is_late"]


def test_a_promised_day_without_a_calendar_is_called_reckoned(client, claim):
    reader = signed_in(client, claim.submitted_by)
    assert "推算" not in text_of(reader.get(at("receipt", claim.receipt)))
    Claim.objects.update(answer_due=datetime(2031, 3, 3, 9, 30, tzinfo=UTC))
    for address in (at("receipt", claim.receipt), reverse("claims:mine")):
        assert "推算" in text_of(reader.get(address))


def test_nothing_on_the_page_is_a_score(client, claim, officer):
    page = signed_in(client, officer).get(at("receipt", claim.receipt))
    assert "score" not in text_of(page)
    assert "匹配" not in text_of(page).split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("path", "closed", "count"),
    [
        ("pilot", False, 1),
        ("procurement", False, None),
        ("innovation_procurement", False, None),
        ("procurement", True, 1),
    ],
)
def test_quiet_paths_say_no_number_before_the_close(path, closed, count):
    demand = open_demand(path=path)
    claim_for(demand)
    if closed:
        demand = with_lifecycle(demand, closes_at=timezone.now())
    assert public_count(demand, at=timezone.now()) == count


def test_withdrawn_claims_are_not_counted():
    claim = claim_for(open_demand())
    Claim.objects.update(state="withdrawn", decided_at=timezone.now())
    assert public_count(claim.demand, at=timezone.now()) == 0
