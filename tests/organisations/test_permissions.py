"""Who may act for an organisation."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.system import system_user
from marketplace.organisations.models import Organisation, Role
from marketplace.organisations.permissions import (
    may_act_for,
    may_ask_takeover,
    may_manage,
    memberships_of,
    organisations_of,
    role_in,
    roles_in,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

# given role → the roles that it may act in
COVERS = {
    Role.OWNER: {Role.OWNER, Role.EDITOR, Role.BIDDER, Role.VIEWER},
    Role.EDITOR: {Role.EDITOR, Role.VIEWER},
    Role.APPROVER: {Role.APPROVER, Role.VIEWER},
    Role.BIDDER: {Role.BIDDER, Role.VIEWER},
    Role.VIEWER: {Role.VIEWER},
    Role.SUPERVISOR: {Role.SUPERVISOR},
}


@pytest.mark.parametrize("given", Role)
@pytest.mark.parametrize("asked", Role)
def test_a_role_allows_what_it_includes(given, asked):
    member = MembershipFactory(role=given)
    decision = may_act_for(member.user, member.organisation, asked)
    assert decision.allowed == (asked in COVERS[given])
    listed = member.organisation in Organisation.objects.of(member.user, [asked])
    assert listed == decision.allowed
    assert (member.organisation in organisations_of(member.user, asked)) == decision.allowed


@pytest.mark.parametrize("given", Role)
def test_any_role_is_enough_where_none_is_named(given):
    member = MembershipFactory(role=given)
    assert may_act_for(member.user, member.organisation)
    assert member.organisation in Organisation.objects.of(member.user)


def test_refusals_say_why():
    member = MembershipFactory(role=Role.VIEWER)
    merged = OrganisationFactory(placeholder=True, merged_into=member.organisation)
    away = MembershipFactory(user__is_active=False)
    assert may_act_for(AnonymousUser(), member.organisation).code == "anonymous"
    assert may_act_for(UserFactory(staff=True), member.organisation).code == "not_member"
    assert may_act_for(away.user, away.organisation).code == "not_member"
    assert may_act_for(member.user, merged).code == "merged"
    decision = may_act_for(member.user, member.organisation, Role.BIDDER)
    assert decision.code == "wrong_role"
    assert str(Role.BIDDER.label) in str(decision.reason)


def test_the_system_acts_for_everybody():
    assert may_act_for(system_user(), OrganisationFactory(), Role.OWNER)


def test_staff_manage_but_do_not_act():
    staff, firm = UserFactory(staff=True), OrganisationFactory()
    assert may_manage(staff, firm)
    assert not may_act_for(staff, firm, Role.EDITOR)


def test_the_first_role_is_the_strongest():
    member = MembershipFactory(role=Role.APPROVER)
    MembershipFactory(user=member.user, organisation=member.organisation, role=Role.OWNER)
    assert role_in(member.user, member.organisation) == Role.OWNER
    assert roles_in(member.user, member.organisation) == {Role.OWNER, Role.APPROVER}
    assert role_in(UserFactory(), member.organisation) == ""
    assert organisations_of(member.user) == [member.organisation]


def test_all_questions_about_a_person_cost_one_query(django_assert_num_queries):
    member = MembershipFactory()
    for _ in range(3):
        MembershipFactory(user=member.user)
    others = OrganisationFactory.create_batch(3)
    with django_assert_num_queries(1):
        for organisation in [member.organisation, *others]:
            may_act_for(member.user, organisation, Role.EDITOR)
            role_in(member.user, organisation)
        assert len(organisations_of(member.user, Role.BIDDER)) == 4
        assert str(memberships_of(member.user)[0].organisation)


def test_the_public_costs_no_query(django_assert_num_queries):
    firm = OrganisationFactory()
    with django_assert_num_queries(0):
        assert not may_act_for(AnonymousUser(), firm)
        assert organisations_of(AnonymousUser()) == []


def test_a_takeover_is_asked_by_an_owner_of_a_verified_organisation():
    placeholder = OrganisationFactory(placeholder=True)
    owner = MembershipFactory()
    editor = MembershipFactory(role=Role.EDITOR)
    new = MembershipFactory(organisation__unverified=True)
    assert may_ask_takeover(owner.user, placeholder, claimant=owner.organisation)
    assert (
        may_ask_takeover(editor.user, placeholder, claimant=editor.organisation).code
        == "wrong_role"
    )
    assert may_ask_takeover(new.user, placeholder, claimant=new.organisation).code == "not_verified"
    real = OrganisationFactory()
    assert may_ask_takeover(owner.user, real, claimant=owner.organisation).code == "not_placeholder"


def test_a_new_organisation_is_read_by_its_people_and_staff_only():
    new = MembershipFactory(organisation__unverified=True, role=Role.VIEWER)
    verified = OrganisationFactory()
    placeholder = OrganisationFactory(placeholder=True)
    organisations = Organisation.objects.all()
    public = {verified, placeholder}
    assert set(organisations.visible_to(AnonymousUser())) == public
    assert set(organisations.visible_to(UserFactory())) == public
    assert set(organisations.visible_to(new.user)) == public | {new.organisation}
    assert set(organisations.visible_to(UserFactory(staff=True))) == public | {new.organisation}
