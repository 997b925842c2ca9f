"""What staff do to organisations and takeover requests in the admin."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from marketplace.journal.models import Entry
from marketplace.organisations.defaults import VERIFIERS
from marketplace.organisations.models import CreditFact, Organisation, TakeoverState
from tests.factories import (
    AgencyFactory,
    CreditFactFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    TakeoverRequestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HOME = "wagtailadmin_home"


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(staff=True))
    return client


def page(name, *args):
    return reverse(f"organisations_admin:{name}", args=args)


def takeover_page(name, *args):
    return reverse(f"takeovers_admin:{name}", args=args)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_page_shows_verifiers_who_waits_the_oldest_first(client):
    verifier = UserFactory()
    verifier.groups.add(Group.objects.get(name=VERIFIERS))
    client.force_login(verifier)
    assert "没有待核验的单位" in text_of(client.get(reverse(HOME)))
    waiting = OrganisationFactory.create_batch(12, unverified=True)
    others = [OrganisationFactory(), OrganisationFactory(placeholder=True)]
    refused = OrganisationFactory(unverified=True, verification_note="代码不对")
    text = text_of(client.get(reverse(HOME)))
    shown = [one for one in (*waiting, *others, refused) if one.name in text]
    assert shown == waiting[:10]
    assert page("verify", waiting[0].pk) in text
    assert "共 12 家待核验" in text


def test_the_first_page_shows_nobody_else_who_waits(client):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    OrganisationFactory(unverified=True)
    client.force_login(editor)
    assert "待核验单位" not in text_of(client.get(reverse(HOME)))


def test_verifying_and_refusing_are_one_page_apart(staff):
    firm = OrganisationFactory(unverified=True)
    assert page("refuse", firm.pk) in text_of(staff.get(page("verify", firm.pk)))
    assert page("refuse", firm.pk) not in text_of(staff.get(page("credit", firm.pk)))


def test_the_list_is_searched_and_filtered(staff):
    agency, firm = AgencyFactory(), OrganisationFactory(unverified=True)
    placeholder = OrganisationFactory(placeholder=True)

    def listed(**query):
        text = text_of(staff.get(page("index"), query))
        return {one for one in (agency, firm, placeholder) if one.name in text}

    assert listed() == {agency, firm, placeholder}
    assert listed(q=firm.credit_code) == {firm}
    assert listed(kind="agency") == {agency}
    assert listed(verified="true") == {agency}
    assert listed(is_placeholder="true") == {placeholder}
    assert listed(merged="true") == set()


def test_the_list_costs_the_same_for_many(staff, django_assert_max_num_queries):
    OrganisationFactory.create_batch(15)
    with django_assert_max_num_queries(20):
        staff.get(page("index"))


@pytest.mark.both
def test_staff_verify_and_withdraw(staff):
    firm = OrganisationFactory(unverified=True)
    assert page("verify", firm.pk) in text_of(staff.get(page("index")))
    assert firm.credit_code in text_of(staff.get(page("verify", firm.pk)))
    assert staff.post(page("verify", firm.pk)).status_code == 302
    firm.refresh_from_db()
    assert firm.is_verified
    assert page("unverify", firm.pk) in text_of(staff.get(page("edit", firm.pk)))
    assert staff.post(page("unverify", firm.pk)).status_code == 200
    staff.post(page("unverify", firm.pk), {"reason": "代码已注销。"})
    firm.refresh_from_db()
    assert not firm.is_verified
    assert firm.verification_note == "代码已注销。"


@pytest.fixture
def verifier(client):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=VERIFIERS))
    client.force_login(person)
    return client


def test_the_group_that_verifies_works_in_the_admin_and_does_nothing_else_there(verifier):
    firm, request = OrganisationFactory(unverified=True), TakeoverRequestFactory()
    home = text_of(verifier.get(reverse(HOME)))
    assert page("index") in home
    assert takeover_page("index") in home
    assert reverse("wagtailusers_users:index") not in home
    assert verifier.get(reverse("wagtailusers_users:index")).status_code == 302
    assert page("refuse", firm.pk) in text_of(verifier.get(page("index")))
    assert firm.name in text_of(verifier.get(page("edit", firm.pk)))
    assert verifier.post(page("refuse", firm.pk), {"reason": "名称与登记不符。"}).status_code == 302
    assert verifier.post(page("verify", firm.pk)).status_code == 302
    answer = {"verb": "decline", "opinion": "材料不足。"}
    assert verifier.post(takeover_page("decide", request.pk), answer).status_code == 302
    firm.refresh_from_db()
    assert firm.is_verified
    assert firm.verification_note == ""


def test_looking_at_the_question_verifies_nothing(staff):
    firm = OrganisationFactory(unverified=True)
    staff.get(page("verify", firm.pk))
    firm.refresh_from_db()
    assert not firm.is_verified


def test_what_cannot_be_verified_says_why_on_the_page(staff):
    firm = OrganisationFactory(unverified=True, credit_code=None)
    response = staff.post(page("verify", firm.pk))
    assert response.context["form"].non_field_errors()
    text_of(response)


def test_staff_enter_a_department(staff):
    response = staff.post(page("add"), {"kind": "agency", "name": "厦门市示例局"})
    assert response.status_code == 302
    department = Organisation.objects.get()
    assert not department.memberships.exists()
    assert Entry.objects.get().kind == "organisation_registered"
    # The next step, naming its owner, is the portal's page.
    people = reverse("organisations:people", args=[department.pk])
    assert people in text_of(staff.get(page("edit", department.pk)))
    assert people in text_of(staff.get(page("inspect", department.pk)))
    assert staff.get(people).status_code == 200


def test_a_taken_name_is_said_beside_the_field(staff):
    known = OrganisationFactory()
    response = staff.post(page("add"), {"kind": "firm", "name": known.name})
    assert list(response.context["form"].errors) == ["name"]
    assert Organisation.objects.count() == 1


def test_staff_change_the_identity_of_a_verified_organisation(staff):
    firm = OrganisationFactory()
    form = {"kind": "firm", "name": "厦门改名科技有限公司", "credit_code": firm.credit_code}
    assert staff.post(page("edit", firm.pk), form).status_code == 302
    firm.refresh_from_db()
    assert firm.name == "厦门改名科技有限公司"
    assert Entry.objects.get().data == {"fields": ["name"]}


def test_a_wrong_code_is_said_beside_the_field(staff):
    firm = OrganisationFactory()
    form = {"kind": "firm", "name": firm.name, "credit_code": "9135020073786628XL"}
    response = staff.post(page("edit", firm.pk), form)
    assert list(response.context["form"].errors) == ["credit_code"]


def test_staff_see_everything_that_is_known(staff):
    member = MembershipFactory()
    firm = member.organisation
    QualificationFactory(organisation=firm, number="IS-27-0655")
    CreditFactFactory(organisation=firm)
    text = text_of(staff.get(page("inspect", firm.pk)))
    for shown in (firm.name, firm.credit_code, str(member.user), "IS-27-0655"):
        assert shown in text


@pytest.mark.both
def test_staff_record_a_credit_fact(staff):
    firm = OrganisationFactory()
    form = {"kind": "abnormal", "answer": "no", "as_of": "2026-03-01", "source": "公示系统"}
    assert staff.post(page("credit", firm.pk), form).status_code == 302
    fact = CreditFact.objects.get()
    assert (fact.organisation, fact.answer, fact.as_of) == (firm, "no", date(2026, 3, 1))
    assert "公示系统" in text_of(staff.get(page("credit", firm.pk)))
    bad = staff.post(page("credit", firm.pk), {**form, "as_of": "soon", "source": ""})
    assert set(bad.context["form"].errors) == {"as_of", "source"}


def test_nobody_deletes_an_organisation(staff):
    firm = OrganisationFactory()
    assert staff.post(page("delete", firm.pk)).url == reverse(HOME)
    assert Organisation.objects.filter(pk=firm.pk).exists()
    assert "/delete/" not in text_of(staff.get(page("index")))


@pytest.mark.both
def test_staff_confirm_a_takeover(staff):
    request = TakeoverRequestFactory()
    assert takeover_page("decide", request.pk) in text_of(staff.get(takeover_page("index")))
    assert request.grounds in text_of(staff.get(takeover_page("decide", request.pk)))
    form = {"verb": "confirm", "opinion": "已核对"}
    assert staff.post(takeover_page("decide", request.pk), form).status_code == 302
    request.refresh_from_db()
    assert request.state == TakeoverState.CONFIRMED
    assert request.placeholder.merged_into == request.claimant
    again = staff.post(takeover_page("decide", request.pk), form)
    assert again.context["form"].non_field_errors()


def test_staff_decline_with_a_reason(staff):
    request = TakeoverRequestFactory()
    without = staff.post(takeover_page("decide", request.pk), {"verb": "decline"})
    assert list(without.context["form"].errors) == ["opinion"]
    form = {"verb": "decline", "opinion": "材料不足"}
    staff.post(takeover_page("decide", request.pk), form)
    request.refresh_from_db()
    assert (request.state, request.opinion) == (TakeoverState.DECLINED, "材料不足")


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_a_request_is_decided_and_nothing_else(staff, name):
    request = TakeoverRequestFactory()
    address = takeover_page(name, *([] if name == "add" else [request.pk]))
    assert staff.get(address).url == reverse(HOME)


def test_an_editor_without_permissions_gets_nowhere(client):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    firm, request = OrganisationFactory(unverified=True), TakeoverRequestFactory()
    for address in (
        page("index"),
        page("edit", firm.pk),
        page("verify", firm.pk),
        page("credit", firm.pk),
        takeover_page("index"),
        takeover_page("decide", request.pk),
    ):
        assert client.post(address, {"verb": "confirm"}).url == reverse(HOME)
    firm.refresh_from_db()
    request.refresh_from_db()
    assert not firm.is_verified
    assert request.state == TakeoverState.SUBMITTED
