"""The pages with which owners manage people, units, qualifications and takeovers."""

from datetime import date

import pytest
from django.urls import reverse

from marketplace.organisations.models import (
    Membership,
    Qualification,
    Role,
    TakeoverRequest,
    TakeoverState,
    Unit,
)
from marketplace.taxonomy.models import QualificationKind
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    TakeoverRequestFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def page(name, *args):
    return reverse(f"organisations:{name}", args=args)


@pytest.mark.both
def test_an_owner_adds_a_person_by_address(client, owner):
    firm, person = owner.organisation, UserFactory(email="li@example.test")
    unit = UnitFactory(organisation=firm)
    response = client.post(
        page("add_member", firm.pk), {"email": "LI@example.test", "role": "bidder", "unit": unit.pk}
    )
    assert response.status_code == 302
    member = Membership.objects.get(user=person)
    assert (member.role, member.unit) == (Role.BIDDER, unit)
    assert person.email in client.get(page("people", firm.pk)).content.decode()


@pytest.mark.parametrize("name", ["people", "qualifications", "edit"])
def test_an_empty_choice_asks_to_choose(client, owner, name):
    text = client.get(page(name, owner.organisation.pk)).text
    assert ">请选择</option>" in text
    assert ">---------<" not in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody@example.test"}, "email"),
        ({"email": "not an address"}, "email"),
        ({"role": "king"}, "role"),
        ({"unit": "999999"}, "unit"),
    ],
)
def test_who_cannot_be_added_is_said_beside_the_field(client, owner, changes, field):
    person = UserFactory()
    response = client.post(
        page("add_member", owner.organisation.pk),
        {"email": person.email, "role": "viewer", **changes},
    )
    assert response.status_code == 422
    assert list(response.context["member_form"].errors) == [field]
    assert Membership.objects.count() == 1


def test_a_role_given_twice_is_said(client, owner):
    response = client.post(
        page("add_member", owner.organisation.pk), {"email": owner.user.email, "role": "owner"}
    )
    assert list(response.context["member_form"].errors) == ["role"]


def test_a_unit_of_another_organisation_is_not_offered(client, owner):
    foreign = UnitFactory()
    response = client.post(
        page("add_member", owner.organisation.pk),
        {"email": UserFactory().email, "role": "viewer", "unit": foreign.pk},
    )
    assert list(response.context["member_form"].errors) == ["unit"]


def test_an_owner_adds_and_retires_a_unit(client, owner):
    firm = owner.organisation
    client.post(page("add_unit", firm.pk), {"unit-name": "市场部"})
    unit = Unit.objects.get()
    again = client.post(page("add_unit", firm.pk), {"unit-name": "市场部"})
    assert list(again.context["unit_form"].errors) == ["name"]
    client.post(page("retire_unit", firm.pk, unit.pk))
    unit.refresh_from_db()
    assert unit.retired
    client.post(page("retire_unit", firm.pk, unit.pk), {"offer": "1"})
    unit.refresh_from_db()
    assert not unit.retired


def test_an_owner_changes_a_role_and_the_last_owner_stays(client, owner):
    firm = owner.organisation
    second = MembershipFactory(organisation=firm, role=Role.VIEWER)
    assert client.get(page("member", firm.pk, second.pk)).status_code == 200
    client.post(page("member", firm.pk, second.pk), {"role": "editor"})
    second.refresh_from_db()
    assert second.role == Role.EDITOR
    response = client.post(page("member", firm.pk, owner.pk), {"role": "viewer"})
    assert response.status_code == 422
    owner.refresh_from_db()
    assert owner.role == Role.OWNER


def test_an_owner_who_steps_down_lands_on_a_page_that_is_open(client, owner):
    MembershipFactory(organisation=owner.organisation)
    response = client.post(
        page("member", owner.organisation.pk, owner.pk), {"role": "viewer"}, follow=True
    )
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == page("mine")


def test_a_person_leaves_and_the_last_owner_does_not(client, owner):
    firm = owner.organisation
    client.post(page("remove_member", firm.pk, owner.pk), follow=True)
    assert Membership.objects.filter(pk=owner.pk).exists()
    viewer = MembershipFactory(organisation=firm, role=Role.VIEWER)
    client.force_login(viewer.user)
    response = client.post(page("remove_member", firm.pk, viewer.pk))
    assert response.url == page("mine")
    assert not Membership.objects.filter(pk=viewer.pk).exists()


def test_a_membership_of_another_organisation_is_not_found(client, owner):
    foreign = MembershipFactory()
    for name in ("member", "remove_member"):
        address = page(name, owner.organisation.pk, foreign.pk)
        assert client.post(address, {"role": "owner"}).status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()


def test_a_viewer_removes_nobody(client):
    viewer = MembershipFactory(role=Role.VIEWER)
    owner = MembershipFactory(organisation=viewer.organisation)
    client.force_login(viewer.user)
    client.post(page("remove_member", viewer.organisation.pk, owner.pk))
    assert Membership.objects.filter(pk=owner.pk).exists()


def test_removing_needs_a_post(client, owner):
    address = page("remove_member", owner.organisation.pk, owner.pk)
    assert client.get(address).status_code == 405


def test_an_editor_keeps_the_qualifications(client):
    editor = MembershipFactory(role=Role.EDITOR)
    firm = editor.organisation
    client.force_login(editor.user)
    kind = QualificationKind.objects.get(slug="iso27001")
    form = {"kind": kind.pk, "number": "IS-1", "valid_from": "", "valid_until": "2028-01-01"}
    assert client.post(page("qualifications", firm.pk), form).status_code == 302
    held = Qualification.objects.get()
    assert held.valid_until == date(2028, 1, 1)
    assert "2028-01-01" in client.get(page("qualification", firm.pk, held.pk)).content.decode()
    changed = client.post(
        page("qualification", firm.pk, held.pk), {**form, "valid_from": "2029-01-01"}
    )
    assert changed.status_code == 422
    client.post(page("qualification", firm.pk, held.pk), {**form, "number": "IS-2"})
    held.refresh_from_db()
    assert held.number == "IS-2"
    client.post(page("remove_qualification", firm.pk, held.pk))
    assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "0"}, "kind"),
        ({"valid_until": "tomorrow"}, "valid_until"),
        ({"number": "x" * 99}, "number"),
    ],
)
def test_a_qualification_that_does_not_hold_is_said_beside_the_field(client, owner, changes, field):
    kind = QualificationKind.objects.get(slug="iso27001")
    response = client.post(
        page("qualifications", owner.organisation.pk), {"kind": kind.pk, **changes}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Qualification.objects.exists()


def test_a_qualification_of_another_organisation_is_not_found(client, owner):
    foreign = QualificationFactory()
    for name in ("qualification", "remove_qualification"):
        address = page(name, owner.organisation.pk, foreign.pk)
        assert client.post(address, {}).status_code == 404
    assert Qualification.objects.filter(pk=foreign.pk).exists()


@pytest.mark.both
def test_an_owner_asks_to_take_an_entry_over_and_withdraws(client, owner):
    placeholder = OrganisationFactory(placeholder=True)
    assert (
        page("takeover", placeholder.pk)
        in client.get(page("detail", placeholder.pk)).content.decode()
    )
    form = {"claimant": owner.organisation.pk, "grounds": "是我们公司。"}
    response = client.post(page("takeover", placeholder.pk), form)
    assert response.url == page("mine")
    request = TakeoverRequest.objects.get()
    assert placeholder.name in client.get(page("mine")).content.decode()
    client.post(page("withdraw_takeover", request.pk))
    request.refresh_from_db()
    assert request.state == TakeoverState.WITHDRAWN


@pytest.mark.parametrize(
    ("form", "field"),
    [({"grounds": "是我们公司。"}, "claimant"), ({"claimant": "mine"}, "grounds")],
)
def test_a_takeover_says_for_whom_and_why(client, owner, form, field):
    placeholder = OrganisationFactory(placeholder=True)
    given = {
        key: owner.organisation.pk if value == "mine" else value for key, value in form.items()
    }
    response = client.post(page("takeover", placeholder.pk), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_an_entry_is_asked_for_in_the_name_of_ones_own_firm_only(client, owner):
    placeholder, other = OrganisationFactory(placeholder=True), MembershipFactory()
    response = client.post(
        page("takeover", placeholder.pk),
        {"claimant": other.organisation.pk, "grounds": "是我们公司。"},
    )
    assert response.status_code == 422
    assert not TakeoverRequest.objects.exists()


def test_only_an_entry_from_a_list_is_taken_over(client, owner):
    assert client.get(page("takeover", OrganisationFactory().pk)).status_code == 404


@pytest.mark.parametrize("state", ["nobody", "unverified"])
def test_who_cannot_ask_yet_reads_what_to_do(client, state):
    person = UserFactory()
    if state == "unverified":
        MembershipFactory(user=person, organisation__unverified=True)
    client.force_login(person)
    response = client.get(page("takeover", OrganisationFactory(placeholder=True).pk))
    assert response.status_code == 200
    assert 'name="grounds"' not in response.content.decode()


def test_anothers_request_is_not_found(client, owner):
    request = TakeoverRequestFactory()
    assert client.post(page("withdraw_takeover", request.pk)).status_code == 404
