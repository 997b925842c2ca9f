"""The pages with which people register, read and edit an organisation."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.safestring import mark_safe

from marketplace.organisations import panels
from marketplace.organisations.models import Kind, Organisation, Role
from marketplace.taxonomy.models import Industry
from tests.factories import (
    CreditFactFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CODE = "9135020073786628XK"


def page(name, *args):
    return reverse(f"organisations:{name}", args=args)


def signed_in(client, person):
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "name", ["mine", "new", "edit", "people", "qualifications", "takeover", "member"]
)
def test_a_visitor_is_asked_to_sign_in(client, name):
    args = {"mine": [], "new": [], "member": [1, 1]}.get(name, [1])
    response = client.get(page(name, *args))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.both
def test_a_person_registers_a_firm(client):
    person = UserFactory()
    field = Industry.objects.get(slug="it-iot")
    response = signed_in(client, person).post(
        page("new"),
        {
            "kind": "firm",
            "name": "厦门(鹭潮)水科技有限公司",
            "credit_code": "9135 0200 7378 6628 xk",
            "industries": [field.pk],
            "activity": "6513",
        },
    )
    firm = Organisation.objects.get()
    assert response.status_code == 302
    assert response.url == page("detail", firm.pk)
    assert (firm.name, firm.credit_code) == ("厦门（鹭潮）水科技有限公司", CODE)
    assert list(firm.industries.all()) == [field]
    assert firm.activity_id == "6513"
    detail = client.get(response.url)
    assert "厦门（鹭潮）水科技有限公司" in text_of(detail)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit_code", "9135020073786628XL"),
        ("credit_code", "12345"),
        ("credit_code", "<script>alert(1)</script>"),
        ("name", ""),
        ("name", "厦" * 5000),
        ("kind", "club"),
        ("activity", "9999"),
        ("website", "javascript:alert(1)"),
        ("founded", "-1"),
        ("district", "999999"),
        ("industries", "999999"),
        ("industries", "x"),
    ],
)
def test_bad_input_comes_back_with_a_message_beside_its_field(client, field, value):
    form = {"kind": "firm", "name": "厦门科技", "credit_code": CODE, field: value}
    response = signed_in(client, UserFactory()).post(page("new"), form)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Organisation.objects.exists()
    assert "<script>alert" not in text_of(response)


@pytest.mark.both
def test_a_taken_name_and_code_are_said_beside_their_fields(client):
    known = OrganisationFactory()
    response = signed_in(client, UserFactory()).post(
        page("new"), {"kind": "firm", "name": known.name}
    )
    assert list(response.context["form"].errors) == ["name"]
    response = client.post(
        page("new"), {"kind": "firm", "name": "厦门科技", "credit_code": known.credit_code}
    )
    assert list(response.context["form"].errors) == ["credit_code"]
    assert response.status_code == 422


def test_script_in_a_name_is_text(client):
    person = UserFactory()
    signed_in(client, person).post(
        page("new"), {"kind": "firm", "name": "厦门<script>alert(1)</script>科技🚀"}
    )
    firm = Organisation.objects.get()
    response = client.get(page("detail", firm.pk))
    assert "<script>alert" not in text_of(response)
    assert "&lt;script&gt;alert" in text_of(response)


def test_the_public_profile_shows_what_the_firm_states(client):
    firm = OrganisationFactory(short_name="鹭潮", introduction="做排水模型。", kind=Kind.FIRM)
    firm.industries.add(Industry.objects.get(slug="it-iot"))
    QualificationFactory(organisation=firm, number="IS-27-0655")
    CreditFactFactory(organisation=firm, source="失信名单")
    text = text_of(client.get(page("detail", firm.pk)))
    for shown in (firm.name, firm.credit_code, "做排水模型。", "物联网", "IS-27-0655"):
        assert shown in text
    assert "失信名单" not in text


def test_its_people_see_its_credit_facts(client):
    member = MembershipFactory(role=Role.VIEWER)
    CreditFactFactory(organisation=member.organisation, source="国家企业信用信息公示系统")
    text = text_of(signed_in(client, member.user).get(page("detail", member.organisation.pk)))
    assert "国家企业信用信息公示系统" in text
    assert page("people", member.organisation.pk) not in text


def test_a_new_organisation_is_not_found_by_others(client):
    new = MembershipFactory(organisation__unverified=True)
    address = page("detail", new.organisation.pk)
    assert client.get(address).status_code == 404
    assert signed_in(client, UserFactory()).get(address).status_code == 404
    assert signed_in(client, new.user).get(address).status_code == 200


def test_a_merged_entry_leads_to_the_organisation_that_it_is_now(client):
    firm = OrganisationFactory()
    gone = OrganisationFactory(placeholder=True, merged_into=firm)
    response = client.get(page("detail", gone.pk))
    assert response.status_code == 301
    assert response.url == page("detail", firm.pk)


@pytest.mark.parametrize("key", [0, 999999, 10**30])
def test_an_unknown_number_is_not_found(client, key):
    assert client.get(f"/organisations/{key}/").status_code == 404


def test_an_owner_edits_and_cannot_move_the_verified_identity(client):
    owner = MembershipFactory()
    firm = owner.organisation
    response = signed_in(client, owner.user).post(
        page("edit", firm.pk),
        {"kind": "agency", "name": "别的名字", "introduction": "做排水模型。", "scale": "small"},
    )
    changed = Organisation.objects.get(pk=firm.pk)
    assert response.status_code == 302
    assert changed.introduction == "做排水模型。"
    assert (changed.name, changed.kind, changed.credit_code) == (
        firm.name,
        firm.kind,
        firm.credit_code,
    )


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
@pytest.mark.parametrize("name", ["edit", "people"])
def test_others_are_refused_with_the_reason(client, role, name):
    member = MembershipFactory(role=role)
    response = signed_in(client, member.user).get(page(name, member.organisation.pk))
    assert response.status_code == 403
    assert str(Role.OWNER.label) in text_of(response)


def test_strangers_are_refused(client):
    firm = MembershipFactory().organisation
    response = signed_in(client, UserFactory()).post(
        page("edit", firm.pk), {"kind": "firm", "name": "x", "introduction": "hacked"}
    )
    assert response.status_code == 403
    firm.refresh_from_db()
    assert firm.introduction == ""


def test_retired_terms_are_not_offered_but_stay_with_those_who_have_them(client):
    owner = MembershipFactory()
    held, gone = Industry.objects.filter(slug__in=["it-iot", "it-ai"])
    owner.organisation.industries.add(held)
    Industry.objects.filter(pk__in=[held.pk, gone.pk]).update(retired=True)
    response = signed_in(client, owner.user).get(page("edit", owner.organisation.pk))
    offered = response.context["form"].fields["industries"].queryset
    assert held in offered
    assert gone not in offered


def test_my_organisations_show_roles_and_a_way_to_register(client):
    member = MembershipFactory(role=Role.EDITOR)
    text = text_of(signed_in(client, member.user).get(page("mine")))
    assert member.organisation.name in text
    assert str(Role.EDITOR.label) in text
    assert page("new") in text


def test_higher_rooms_draw_below_the_profile(client):
    def panel(request, organisation):
        return mark_safe(f"<section>items of {organisation.pk}</section>")  # noqa: S308

    firm = OrganisationFactory()
    panels.register(panel)
    panels.register(panel)
    try:
        text = text_of(client.get(page("detail", firm.pk)))
    finally:
        panels.forget(panel)
    assert text.count(f"<section>items of {firm.pk}</section>") == 1


def test_pages_cost_the_same_whatever_they_list(client, django_assert_max_num_queries):
    member = MembershipFactory()
    for _ in range(8):
        MembershipFactory(user=member.user)
        QualificationFactory(organisation=member.organisation)
        member.organisation.industries.add(*Industry.objects.all()[:8])
    client.force_login(member.user)
    for address in (page("detail", member.organisation.pk), page("mine")):
        client.get(address)  # reads what a process keeps
        with django_assert_max_num_queries(18):
            client.get(address)


def test_an_expired_certificate_is_shown_to_its_own_people_only(client):
    held = QualificationFactory(number="EXPIRED-1", valid_until=date(2020, 1, 1))
    address = page("detail", held.organisation.pk)
    assert "EXPIRED-1" not in text_of(client.get(address))
    person = MembershipFactory(organisation=held.organisation, role=Role.VIEWER).user
    assert "EXPIRED-1" in text_of(signed_in(client, person).get(address))
