"""Units and people of an organisation."""

import pytest

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations import actions
from marketplace.organisations.models import Membership, Role, Unit
from marketplace.organisations.permissions import may_act_for
from tests.factories import MembershipFactory, OrganisationFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return MembershipFactory()


def refused(action, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        action(*args, **kwargs)
    return refusal.value


@pytest.mark.both
def test_an_owner_adds_a_person_with_role_and_unit(owner):
    unit = actions.add_unit(owner.organisation, name=" 市场部 ", by=owner.user)
    person = UserFactory()
    member = actions.add_member(
        owner.organisation, user=person, role=Role.BIDDER, unit=unit, by=owner.user
    )
    assert (member.role, member.unit) == (Role.BIDDER, unit)
    assert unit.name == "市场部"
    assert may_act_for(person, owner.organisation, Role.BIDDER)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["unit_added", "member_added"]


def test_a_person_has_a_role_once_but_may_have_two_roles(owner):
    person = UserFactory()
    actions.add_member(owner.organisation, user=person, role=Role.EDITOR, by=owner.user)
    actions.add_member(owner.organisation, user=person, role=Role.APPROVER, by=owner.user)
    again = refused(
        actions.add_member, owner.organisation, user=person, role=Role.EDITOR, by=owner.user
    )
    assert again.code == "invalid"
    assert Membership.objects.filter(user=person).count() == 2


def test_a_unit_of_another_organisation_is_refused_beside_its_field(owner):
    refusal = refused(
        actions.add_member,
        owner.organisation,
        user=UserFactory(),
        role=Role.VIEWER,
        unit=UnitFactory(),
        by=owner.user,
    )
    assert list(refusal.fields) == ["unit"]


def test_an_unknown_role_is_refused_beside_its_field(owner):
    refusal = refused(
        actions.add_member, owner.organisation, user=UserFactory(), role="king", by=owner.user
    )
    assert list(refusal.fields) == ["role"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.BIDDER, Role.VIEWER])
def test_only_owners_manage_people_and_units(owner, role):
    member = MembershipFactory(organisation=owner.organisation, role=role)
    firm = owner.organisation
    for code in (
        refused(actions.add_unit, firm, name="市场部", by=member.user).code,
        refused(actions.add_member, firm, user=UserFactory(), role=role, by=member.user).code,
        refused(actions.change_role, member, role=Role.OWNER, by=member.user).code,
        refused(actions.remove_member, owner, by=member.user).code,
    ):
        assert code == "wrong_role"


def test_people_of_another_organisation_manage_nothing_here(owner):
    stranger = MembershipFactory().user
    refusal = refused(actions.add_unit, owner.organisation, name="市场部", by=stranger)
    assert refusal.code == "not_member"
    assert not Unit.objects.exists()


def test_staff_name_the_first_owner_of_a_department():
    department = OrganisationFactory(kind="agency")
    person = UserFactory()
    actions.add_member(department, user=person, role=Role.OWNER, by=UserFactory(staff=True))
    assert may_act_for(person, department, Role.OWNER)


def test_a_placeholder_has_neither_people_nor_units():
    placeholder, staff = OrganisationFactory(placeholder=True), UserFactory(staff=True)
    for refusal in (
        refused(actions.add_member, placeholder, user=staff, role=Role.OWNER, by=staff),
        refused(actions.add_unit, placeholder, name="市场部", by=staff),
    ):
        assert refusal.code == "placeholder"


@pytest.mark.both
def test_the_last_owner_neither_leaves_nor_steps_down(owner):
    assert refused(actions.remove_member, owner, by=owner.user).code == "last_owner"
    step_down = refused(actions.change_role, owner, role=Role.VIEWER, by=owner.user)
    assert step_down.code == "last_owner"
    assert refused(actions.remove_member, owner, by=UserFactory(staff=True)).code == "last_owner"
    owner.refresh_from_db()
    assert owner.role == Role.OWNER


def test_an_inactive_owner_does_not_count(owner):
    MembershipFactory(organisation=owner.organisation, user__is_active=False)
    assert refused(actions.remove_member, owner, by=owner.user).code == "last_owner"


@pytest.mark.both
def test_of_two_owners_one_may_go(owner):
    second = MembershipFactory(organisation=owner.organisation)
    actions.change_role(second, role=Role.EDITOR, by=owner.user)
    assert not may_act_for(second.user, owner.organisation, Role.OWNER)
    actions.remove_member(second, by=second.user)
    assert not may_act_for(second.user, owner.organisation)
    assert list(Membership.objects.filter(organisation=owner.organisation)) == [owner]


def test_somebody_removed_in_the_meantime_is_said_so(owner):
    second = MembershipFactory(organisation=owner.organisation)
    stale = Membership.objects.get(pk=second.pk)
    actions.remove_member(second, by=owner.user)
    assert refused(actions.remove_member, stale, by=owner.user).code == "member_removed"


def test_removing_people_reads_who_they_are_now_and_not_what_was_cached(owner):
    second = MembershipFactory(organisation=owner.organisation)
    assert may_act_for(second.user, owner.organisation, Role.OWNER)
    # Another process takes the second owner away; this one still has the person's memberships.
    Membership.objects.filter(pk=second.pk).delete()
    assert refused(actions.remove_member, owner, by=second.user).code == "not_member"


@pytest.mark.both
def test_a_retired_unit_keeps_its_people(owner):
    unit = UnitFactory(organisation=owner.organisation)
    member = MembershipFactory(organisation=owner.organisation, unit=unit, role=Role.EDITOR)
    actions.retire_unit(unit, by=owner.user)
    actions.retire_unit(unit, by=owner.user)
    unit.refresh_from_db()
    member.refresh_from_db()
    assert unit.retired
    assert member.unit == unit
    assert Entry.objects.filter(kind="unit_changed").count() == 1


def test_those_who_handle_are_the_units_people_or_all_where_it_has_none(owner):
    firm = owner.organisation
    unit, empty = UnitFactory(organisation=firm), UnitFactory(organisation=firm)
    inside = MembershipFactory(organisation=firm, unit=unit, role=Role.EDITOR)
    MembershipFactory(organisation=firm, unit=unit, user__is_active=False)
    memberships = Membership.objects.all()
    assert set(memberships.handling(firm, unit)) == {inside}
    assert set(memberships.handling(firm, empty)) == {owner, inside}
    assert set(memberships.handling(firm, None)) == {owner, inside}
