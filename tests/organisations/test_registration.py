"""Registration, profile and verification."""

import pytest
from django.contrib.auth.models import Permission

from marketplace.accounts.system import system_user
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations import actions
from marketplace.organisations.actions.registration import OPEN_REGISTRATIONS
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.models import Kind, Organisation, Role
from marketplace.organisations.permissions import role_in
from marketplace.taxonomy.models import Industry
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

CODE = "9135020073786628XK"


def kinds_of(organisation):
    entries = Entry.objects.filter(
        subject_type="organisations.organisation", subject_key=str(organisation.pk)
    )
    return list(entries.order_by("pk").values_list("kind", flat=True))


@pytest.mark.both
def test_a_person_registers_a_firm_and_owns_it_unverified():
    person = UserFactory()
    industries = Industry.objects.filter(slug__in=["it-iot", "it-data"])
    firm = actions.register_organisation(
        by=person,
        kind=Kind.FIRM,
        name=" 厦门(鹭潮)水科技有限公司 ",
        credit_code="9135 0200 7378 6628 xk",
        industries=industries,
    )
    assert firm.name == "厦门（鹭潮）水科技有限公司"
    assert firm.credit_code == CODE
    assert set(firm.industries.all()) == set(industries)
    assert not firm.is_verified
    assert role_in(person, firm) == Role.OWNER
    assert kinds_of(firm) == ["organisation_registered"]


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ({"kind": Kind.FIRM, "name": ""}, "name"),
        ({"kind": Kind.FIRM, "name": "厦门" * 2500}, "name"),
        ({"kind": "club", "name": "厦门俱乐部"}, "kind"),
        (
            {"kind": Kind.FIRM, "name": "厦门科技", "credit_code": "9135020073786628XL"},
            "credit_code",
        ),
        ({"kind": Kind.FIRM, "name": "厦门科技", "website": "javascript:alert(1)"}, "website"),
        ({"kind": Kind.FIRM, "name": "厦门科技", "founded": -3}, "founded"),
    ],
)
def test_what_does_not_hold_is_refused_beside_its_field(profile, field):
    with pytest.raises(Refusal) as refusal:
        actions.register_organisation(by=UserFactory(), **profile)
    assert list(refusal.value.fields) == [field]
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.both
def test_a_taken_name_or_code_is_refused():
    known = OrganisationFactory()
    with pytest.raises(Refusal) as refusal:
        actions.register_organisation(by=UserFactory(), kind=Kind.FIRM, name=known.name)
    assert refusal.value.code == "invalid"
    with pytest.raises(Refusal) as refusal:
        actions.register_organisation(
            by=UserFactory(), kind=Kind.FIRM, name="厦门科技", credit_code=known.credit_code
        )
    assert list(refusal.value.fields) == ["credit_code"]


@pytest.mark.both
def test_a_firm_registers_under_its_name_although_a_list_named_it_first():
    placeholder = OrganisationFactory(placeholder=True)
    firm = actions.register_organisation(
        by=UserFactory(), kind=Kind.FIRM, name=placeholder.name, credit_code=CODE
    )
    assert firm.pk != placeholder.pk
    assert not firm.is_placeholder


def test_a_person_does_not_pile_up_organisations_that_wait():
    person = UserFactory()
    for _ in range(OPEN_REGISTRATIONS):
        MembershipFactory(user=person, organisation__unverified=True)
    with pytest.raises(Refusal) as refusal:
        actions.register_organisation(by=person, kind=Kind.FIRM, name="厦门科技")
    assert refusal.value.code == "too_many"


@pytest.mark.both
def test_an_owner_changes_the_profile_and_the_journal_names_the_fields():
    owner = MembershipFactory()
    firm = actions.change_organisation(
        owner.organisation, by=owner.user, introduction="做排水模型。", scale="small"
    )
    firm.refresh_from_db()
    assert firm.introduction == "做排水模型。"
    entry = Entry.objects.get(kind="organisation_changed")
    assert entry.data == {"fields": ["introduction", "scale"]}
    assert entry.actor_key == str(owner.user.pk)


def test_a_change_that_changes_nothing_records_nothing():
    owner = MembershipFactory(organisation__introduction="做排水模型。")
    actions.change_organisation(owner.organisation, by=owner.user, introduction="做排水模型。")
    assert not Entry.objects.exists()


def test_only_staff_change_who_a_verified_organisation_is():
    owner = MembershipFactory()
    other = complete("91350299", "MA999999")
    with pytest.raises(Refusal) as refusal:
        actions.change_organisation(owner.organisation, by=owner.user, credit_code=other)
    assert list(refusal.value.fields) == ["credit_code"]
    changed = actions.change_organisation(
        owner.organisation, by=UserFactory(staff=True), credit_code=other
    )
    assert changed.credit_code == other


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.BIDDER, Role.VIEWER])
def test_others_than_owners_do_not_change_the_profile(role):
    member = MembershipFactory(role=role)
    with pytest.raises(Refusal) as refusal:
        actions.change_organisation(member.organisation, by=member.user, introduction="x")
    assert refusal.value.code == "wrong_role"


@pytest.mark.both
def test_staff_verify_and_withdraw_each_once():
    staff = UserFactory()
    staff.user_permissions.add(Permission.objects.get(codename="verify_organisation"))
    firm = OrganisationFactory(unverified=True)
    assert actions.verify_organisation(firm, by=staff).is_verified
    actions.verify_organisation(firm, by=staff)
    assert not actions.withdraw_verification(firm, by=staff, reason="代码已注销。").is_verified
    actions.withdraw_verification(firm, by=staff, reason="代码已注销。")
    assert kinds_of(firm) == ["organisation_verified", "organisation_unverified"]


def test_a_refusal_needs_a_reason_and_ends_with_the_verification():
    firm, staff = OrganisationFactory(unverified=True), UserFactory(staff=True)
    for reason in (" ", "由" * 301):
        with pytest.raises(Refusal) as refusal:
            actions.refuse_verification(firm, by=staff, reason=reason)
        assert "reason" in refusal.value.fields
    assert actions.refuse_verification(firm, by=staff, reason="不符").verification_note == "不符"
    assert actions.verify_organisation(firm, by=staff).verification_note == ""
    with pytest.raises(Refusal):
        actions.refuse_verification(firm, by=staff, reason="不符")
    with pytest.raises(Refusal):
        actions.refuse_verification(firm, by=UserFactory(), reason="不符")


def test_an_owner_does_not_verify_its_own_firm():
    owner = MembershipFactory(organisation__unverified=True)
    with pytest.raises(Refusal) as refusal:
        actions.verify_organisation(owner.organisation, by=owner.user)
    assert refusal.value.code == "not_staff"
    owner.organisation.refresh_from_db()
    assert not owner.organisation.is_verified


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"unverified": True, "credit_code": None}, "no_credit_code"),
        ({"placeholder": True, "credit_code": CODE}, "placeholder"),
    ],
)
def test_what_cannot_be_verified_says_why(state, code):
    with pytest.raises(Refusal) as refusal:
        actions.verify_organisation(OrganisationFactory(**state), by=system_user())
    assert refusal.value.code == code


@pytest.mark.both
def test_a_list_enters_a_name_once():
    first = actions.placeholder_named("厦门(鹭)科技", kind=Kind.FIRM, by=system_user())
    second = actions.placeholder_named("厦门（鹭）科技 ", kind=Kind.FIRM, by=system_user())
    assert first == second
    assert first.is_placeholder
    assert kinds_of(first) == ["organisation_registered"]


def test_a_list_finds_the_organisation_that_is_there_or_took_over():
    firm = OrganisationFactory()
    assert actions.placeholder_named(firm.name, kind=Kind.FIRM, by=system_user()) == firm
    gone = OrganisationFactory(placeholder=True, merged_into=firm)
    assert actions.placeholder_named(gone.name, kind=Kind.FIRM, by=system_user()) == firm


def test_only_staff_enter_names_from_lists():
    with pytest.raises(Refusal):
        actions.placeholder_named("厦门科技", kind=Kind.FIRM, by=UserFactory())
