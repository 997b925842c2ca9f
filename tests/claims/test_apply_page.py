from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.models import Claim
from marketplace.organisations.models import Role
from tests.claims.factories import (
    PHONE,
    PITCH,
    capability_of,
    claim_for,
    open_demand,
    person_of,
    with_lifecycle,
)
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    QualificationKindFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def url(demand):
    return reverse("claims:apply", args=[demand.lifecycle.number])


def sent(firm, **changes):
    return {"firm": firm.pk, "pitch": PITCH, "contact_phone": PHONE, "key": "k1", **changes}


def text_of(response):
    return response.content.decode()


def test_the_address_is_the_demands(demand):
    assert url(demand) == f"/demands/{demand.lifecycle.number}/claim/"


def test_a_sentence_and_a_phone_bring_the_receipt(client, demand, firm, bidder):
    client.force_login(bidder)
    page = client.get(url(demand))
    assert page.status_code == 200
    assert page.context["form"].initial["contact_name"] == bidder.name
    response = client.post(url(demand), sent(firm))
    claim = Claim.objects.get()
    assert response.status_code == 302
    assert response.url == f"/claims/{claim.receipt}/"


def test_every_form_carries_a_key_of_its_own(client, demand, bidder):
    client.force_login(bidder)
    keys = {client.get(url(demand)).context["form"]["key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_a_double_click_gives_one_claim_and_the_same_receipt(client, demand, firm, bidder):
    client.force_login(bidder)
    targets = {client.post(url(demand), sent(firm)).url for _ in range(2)}
    assert targets == {f"/claims/{Claim.objects.get().receipt}/"}


def test_a_second_application_shows_the_first_and_keeps_what_was_typed(
    client, demand, firm, bidder
):
    claim = claim_for(demand, firm, bidder)
    client.force_login(bidder)
    response = client.post(url(demand), sent(firm, pitch="另一句没有交出去的话"))
    assert response.status_code == 409
    assert reverse("claims:receipt", args=[claim.receipt]) in text_of(response)
    assert "另一句没有交出去的话" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pitch": ""}, "pitch"),
        ({"pitch": "长" * 5000}, "pitch"),
        ({"contact_phone": "电话请看官网"}, "contact_phone"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"contact_name": "名" * 41}, "contact_name"),
        ({"capability": "999999"}, "capability"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    changes, field, client, demand, firm, bidder
):
    capability_of(firm)
    client.force_login(bidder)
    typed = sent(firm, contact_name="林工") | changes
    response = client.post(url(demand), typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors[field]
    assert f'id="id_{field}_error"' in text_of(response)
    for name in ("pitch", "contact_name", "contact_phone", "key"):
        assert form[name].value() == typed[name]
    assert not Claim.objects.exists()


def test_line_ends_count_as_in_the_browser(client, demand, firm, bidder):
    client.force_login(bidder)
    client.post(url(demand), sent(firm, pitch="行\r\n" * 499 + "末"))
    assert len(Claim.objects.get().pitch) == 999


def test_script_and_emoji_are_text(client, demand, firm, bidder):
    client.force_login(bidder)
    page = client.post(url(demand), sent(firm, pitch="<script>alert(1)</script>🌊"), follow=True)
    assert "<script>alert" not in text_of(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;🌊" in text_of(page)


def test_a_forged_key_is_told_and_nothing_breaks(client, demand, firm, bidder):
    client.force_login(bidder)
    for key in ("k" * 200, "a\0b"):
        response = client.post(url(demand), sent(firm, key=key))
        assert response.status_code == 422
        assert response.context["form"].non_field_errors()
    assert not Claim.objects.exists()


def test_another_firm_cannot_be_named(client, demand, bidder):
    client.force_login(bidder)
    for value in (OrganisationFactory().pk, "x", ""):
        response = client.post(url(demand), sent(OrganisationFactory()) | {"firm": value})
        assert response.status_code == 422
        assert response.context["form"].non_field_errors()
    assert not Claim.objects.exists()


def test_a_person_of_several_firms_chooses_one(client, demand, firm, bidder):
    second = OrganisationFactory()
    MembershipFactory(user=bidder, organisation=second, role=Role.OWNER)
    client.force_login(bidder)
    page = client.get(url(demand))
    assert text_of(page).count('type="radio"') == 2
    client.post(url(demand), sent(second))
    assert Claim.objects.get().firm == second


def test_a_visitor_signs_in_and_finds_what_was_typed(client, demand, firm, bidder):
    response = client.post(url(demand), sent(firm, pitch="登录前写好的一句话"))
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={url(demand)}"
    login = client.post(response.url, {"login": bidder.email, "password": PASSWORD})
    assert login.url == url(demand)
    page = client.get(url(demand))
    assert "登录前写好的一句话" in text_of(page)
    client.post(url(demand), sent(firm))
    assert "登录前写好的一句话" not in text_of(client.get(url(open_demand())))


def test_the_gates_of_the_firm_are_shown(client, demand, firm, bidder):
    demand.qualifications.add(QualificationKindFactory(slug="iso27001"))
    demand.save()
    QualificationFactory(organisation=firm, valid_until=None)
    client.force_login(bidder)
    gates = client.get(url(demand)).context["stands"][0].gates
    assert {gate.code: gate.answer for gate in gates}["qualification:iso27001"] == "unknown"


def test_a_firm_that_may_not_apply_reads_why_and_gets_no_form(client, demand):
    firm = OrganisationFactory(unverified=True)
    client.force_login(person_of(firm))
    page = client.get(url(demand))
    assert page.context["stands"][0].decision.code == "not_verified"
    assert str(page.context["stands"][0].decision.reason) in text_of(page)
    assert 'name="pitch"' not in text_of(page)


def test_a_refusal_after_the_page_was_opened_keeps_what_was_typed(client, demand, firm, bidder):
    client.force_login(bidder)
    with_lifecycle(demand, closes_at=timezone.now())
    response = client.post(url(demand), sent(firm, pitch="差一分钟没赶上"))
    assert response.status_code == 403
    assert "差一分钟没赶上" in text_of(response)
    assert response.context["openness"].code == "closed"


def test_a_person_without_a_firm_is_shown_the_way(client, demand):
    client.force_login(UserFactory())
    page = client.get(url(demand))
    assert page.status_code == 200
    assert reverse("organisations:mine") in text_of(page)


def test_a_withdrawn_demands_title_is_not_repeated(client, demand, firm, bidder):
    with_lifecycle(demand, state="withdrawn")
    client.force_login(bidder)
    page = client.get(url(demand))
    assert page.context["openness"].code == "withdrawn"
    assert demand.title not in text_of(page)


def test_a_demand_that_does_not_exist_is_not_found(client, bidder):
    client.force_login(bidder)
    for number in ("XQ-2026-9999", "x" * 300):
        assert client.get(f"/demands/{number}/claim/").status_code == 404


@pytest.mark.parametrize(
    ("path", "said"), [("procurement", True), ("innovation_procurement", True), ("pilot", False)]
)
def test_talking_is_no_award_where_the_law_buys(path, said, client, bidder):
    demand = open_demand(path=path)
    client.force_login(bidder)
    page = client.get(url(demand))
    assert ("采购须依法另行公告，对接不等于中标" in text_of(page)) is said


def test_the_page_does_not_tell_that_others_applied(client, demand, firm, bidder):
    """Two worlds that differ in another firm's claim are the same to this firm."""
    client.force_login(bidder)
    worlds = []
    for _ in range(2):
        page = client.get(url(demand))
        worlds.append(text_of(page).replace(page.context["form"]["key"].value(), ""))
        claim_for(demand)
    now = timezone.now()
    assert _without_clock(worlds[0]) == _without_clock(worlds[1])
    assert demand.lifecycle.closes_at > now + timedelta(days=1)


def _without_clock(page):
    """Leave out what changes with time or by request: the server's clock and the csrf token."""
    return "\n".join(
        line
        for line in page.splitlines()
        if "server-now" not in line
        and "csrfmiddlewaretoken" not in line
        and "data-deadline" not in line
    )
