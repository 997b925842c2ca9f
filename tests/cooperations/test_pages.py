from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.cooperations import actions
from marketplace.cooperations.resources import request_resource
from marketplace.core.veiled import name_of
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import person_of
from tests.cooperations.factories import Pair, opens_data
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

REASON = "写了很久的一段理由"


def page(pair):
    return reverse("cooperations:detail", args=[pair.cooperation.number])


def step(pair, verb):
    return reverse("cooperations:act", args=[pair.cooperation.number, verb])


def text_of(response):
    return response.content.decode()


def verbs(response):
    return [offer.step.verb for offer in response.context["offers"]]


def signed_in(client, person):
    client.force_login(person)
    return client


def test_both_sides_read_it_with_the_steps_that_are_theirs(client, pair):
    pair.until("agreed")
    assert verbs(signed_in(client, pair.officer).get(page(pair))) == ["publish", "end"]
    assert verbs(signed_in(client, pair.provider).get(page(pair))) == ["state", "end"]


def test_to_everybody_else_it_is_as_one_that_does_not_exist(client, pair):
    for person in (
        person_of(OrganisationFactory()),
        UserFactory(staff=True),
        person_of(pair.demand.lifecycle.owner, Role.BIDDER),
    ):
        signed_in(client, person)
        worlds = []
        for number in (pair.cooperation.number, "2222-2222-2222"):
            response = client.get(reverse("cooperations:detail", args=[number]))
            assert response.status_code == 404
            assert (
                client.post(reverse("cooperations:act", args=[number, "contact"])).status_code
                == 404
            )
            worlds.append(re.sub(r"\S*(csrf|server-now)\S*.*", "", text_of(response)))
        assert worlds[0].replace(pair.cooperation.number, "") == worlds[1].replace(
            "2222-2222-2222", ""
        )


def test_a_visitor_is_asked_to_sign_in(client, pair):
    assert client.get(page(pair)).url.startswith("/accounts/login/")


def test_a_viewer_reads_it_and_is_offered_nothing(client, pair):
    viewer = person_of(pair.firm, Role.VIEWER)
    assert verbs(signed_in(client, viewer).get(page(pair))) == []
    assert client.post(step(pair, "contact")).status_code == 403


def test_the_steps_are_done_from_the_page(client, pair):
    for person in (pair.officer, pair.provider):
        assert signed_in(client, person).post(step(pair, "contact")).url == page(pair)
    assert pair.cooperation.state == "contacted"
    client.post(step(pair, "talk"))
    signed_in(client, pair.officer)
    response = client.post(
        step(pair, "agree"),
        {
            "agreed_on": "2026-03-02",
            "amount": "12.5",
            "is_public": "on",
            "document": SimpleUploadedFile("协议.txt", "甲乙双方".encode()),
        },
    )
    assert response.status_code == 302
    stored = pair.cooperation
    assert (stored.state, stored.amount, stored.is_public) == ("agreed", 125_000, True)
    told = text_of(client.get(page(pair)))
    assert "协议.txt" in told
    assert "12.5" in told


def test_what_was_typed_comes_back_beside_what_is_wrong(client, pair):
    pair.until("talking")
    response = signed_in(client, pair.officer).post(
        step(pair, "agree"), {"agreed_on": "2999-01-01", "notice_url": "https://a.example.cn/1"}
    )
    assert response.status_code == 422
    assert "https://a.example.cn/1" in text_of(response)
    assert 'id="agree_agreed_on_error"' in text_of(response)
    assert pair.cooperation.state == "talking"


def test_the_slower_of_two_is_told_and_keeps_the_text(client, pair):
    pair.until("agreed")
    actions.end_cooperation(pair.cooperation, by=pair.provider, reason="先终止了")
    response = signed_in(client, pair.officer).post(step(pair, "end"), {"reason": REASON})
    assert response.status_code == 409
    assert REASON in text_of(response)


@pytest.mark.parametrize("verb", ["sell", "rated", "opened"])
def test_a_verb_that_does_not_exist_is_not_found(verb, client, pair):
    assert signed_in(client, pair.officer).post(step(pair, verb)).status_code == 404


def test_where_buying_follows_the_law_the_page_says_so_and_asks_for_the_notice(client):
    pair = Pair(path=Demand.Path.PROCUREMENT).until("talking")
    response = signed_in(client, pair.officer).get(page(pair))
    offer = response.context["offers"][0]
    assert offer.form.fields["notice_url"].required
    assert response.context["demand"].buys_by_law
    refused = client.post(step(pair, "agree"), {"agreed_on": "2026-03-02"})
    assert refused.status_code == 422
    assert 'id="agree_notice_url_error"' in text_of(refused)


def test_a_rating_is_hidden_from_the_other_side_until_it_has_rated(client, pair):
    pair.until("accepted")
    actions.rate_cooperation(pair.cooperation, by=pair.provider, stars=2, text="沟通太慢")
    assert "沟通太慢" in text_of(signed_in(client, pair.provider).get(page(pair)))
    assert "沟通太慢" not in text_of(signed_in(client, pair.officer).get(page(pair)))
    client.post(step(pair, "rate"), {"stars": "5", "text": "交付扎实"})
    assert pair.cooperation.state == "rated"
    assert "沟通太慢" in text_of(client.get(page(pair)))


def test_a_certificate_is_verified_by_its_number_without_signing_in(client, pair):
    pair.until("accepted")
    issued = actions.issue_certificate(pair.cooperation, by=pair.provider)
    response = client.get(reverse("cooperations:certificate", args=[issued.certificate.lower()]))
    told = text_of(response)
    assert pair.firm.name in told
    assert pair.demand.title in told
    assert response["X-Robots-Tag"] == "noindex"
    assert pair.cooperation.number not in told
    for forged in ("2222-2222-2222", "x", pair.cooperation.number):
        address = reverse("cooperations:certificate", args=[forged])
        assert client.get(address).status_code == 404


def test_no_certificate_is_found_under_no_number(client, pair):
    assert client.get("/certificates//").status_code == 404


def test_the_list_holds_both_sides_and_nobody_elses(client, pair):
    other = Pair()
    for person in (pair.officer, pair.provider):
        response = signed_in(client, person).get(reverse("cooperations:mine"))
        assert [one.pk for one in response.context["page"]] == [pair.key]
        assert other.cooperation.number not in text_of(response)


def test_requests_are_granted_and_used_from_the_page(client, pair):
    kind = opens_data(pair.demand)
    signed_in(client, pair.provider).post(
        step(pair, "request"), {"kind": kind.pk, "purpose": "校准模型"}
    )
    request = pair.cooperation.resource_requests.get()
    address = reverse("cooperations:settle", args=[pair.cooperation.number, request, "grant"])

    def settle(verb):
        return address.replace("/grant/", f"/{verb}/")

    assert client.post(settle("grant")).status_code == 403
    signed_in(client, pair.officer)
    refused = client.post(settle("refuse"), {"reason": " "})
    assert refused.status_code == 422
    assert f'id="refuse-{name_of(request)}_reason_error"' in text_of(refused)
    client.post(settle("grant"), {"reason": "接口说明见附件"})
    request.refresh_from_db()
    assert request.state == "granted"
    signed_in(client, pair.provider).post(settle("use"))
    request.refresh_from_db()
    assert request.state == "used"


def test_another_cooperations_request_is_not_found(client, pair):
    other = Pair()
    request = request_resource(
        other.cooperation, by=other.provider, kind=opens_data(other.demand), purpose="校准"
    )
    address = reverse("cooperations:settle", args=[pair.cooperation.number, request, "grant"])
    assert signed_in(client, pair.officer).post(address).status_code == 404
