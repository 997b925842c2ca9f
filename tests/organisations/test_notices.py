"""Who hears of verification and takeovers, and what is not said to others."""

import pytest
from django.contrib.auth.models import Group

from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations import actions
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.defaults import VERIFIERS
from marketplace.organisations.models import Kind, Role
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CODE = complete("91350299", "MA000777")


@pytest.fixture
def verifier():
    person = UserFactory()
    person.groups.add(Group.objects.get(name=VERIFIERS))
    return person


@pytest.fixture
def owner():
    owner = MembershipFactory(organisation__unverified=True)
    MembershipFactory(organisation=owner.organisation, role=Role.EDITOR)
    return owner


def told(entry_kind):
    """Dispatch the newest entry of a kind; return who was told, each with the words."""
    entry = Entry.objects.filter(kind=entry_kind).order_by("-pk")[0]
    notify_on_entry(entry, "")
    rows = Notification.objects.filter(entry=entry).select_related("user")
    return {row.user: notice_of(row) for row in rows}


def test_staff_hear_of_an_organisation_that_registers_with_a_code(verifier):
    owner, boss = UserFactory(), UserFactory(staff=True)
    firm = actions.register_organisation(
        by=owner, kind=Kind.FIRM, name="厦门鹭潮水科技有限公司", credit_code=CODE
    )
    heard = told("organisation_registered")
    assert set(heard) == {verifier, boss}
    assert heard[verifier].text == firm.name


def test_staff_hear_nothing_before_there_is_a_code_and_of_other_changes_of_the_profile(verifier):
    owner = UserFactory()
    firm = actions.register_organisation(by=owner, kind=Kind.FIRM, name="厦门鹭潮水科技有限公司")
    assert told("organisation_registered") == {}
    actions.change_organisation(firm, by=owner, credit_code=CODE)
    assert set(told("organisation_changed")) == {verifier}
    actions.change_organisation(firm, by=owner, introduction="做水务。")
    assert told("organisation_changed") == {}


def test_staff_hear_nothing_of_entries_from_lists_and_of_what_was_verified_meanwhile(verifier):
    boss = UserFactory(staff=True)
    actions.placeholder_named("厦门鹭潮水科技", kind=Kind.FIRM, by=boss)
    assert told("organisation_registered") == {}
    firm = actions.enter_organisation(
        by=boss, kind=Kind.AGENCY, name="厦门市示例局", credit_code=complete("11350299", "MB000777")
    )
    assert set(told("organisation_registered")) == {verifier}
    actions.verify_organisation(firm, by=boss)
    Notification.objects.all().delete()
    assert told("organisation_registered") == {}


def test_the_owners_alone_hear_of_verification_and_read_why_not_on_the_page(
    client, owner, verifier
):
    firm = owner.organisation
    reason = "名称与登记机关的不一致。"
    actions.refuse_verification(firm, by=verifier, reason=reason)
    heard = told("organisation_refused")
    assert set(heard) == {owner.user}
    assert reason not in heard[owner.user].text + heard[owner.user].title
    client.force_login(owner.user)
    assert reason in client.get(f"/organisations/{firm.pk}/").text
    actions.verify_organisation(firm, by=verifier)
    assert set(told("organisation_verified")) == {owner.user}
    actions.withdraw_verification(firm, by=verifier, reason=reason)
    assert set(told("organisation_unverified")) == {owner.user}
    client.force_login(verifier)
    assert reason not in client.get(f"/organisations/{firm.pk}/").text


def test_a_corrected_code_asks_staff_again(owner, verifier):
    firm = owner.organisation
    actions.refuse_verification(firm, by=verifier, reason="代码不符。")
    assert actions.change_organisation(firm, by=owner.user, credit_code=CODE).verification_note == (
        ""
    )
    assert set(told("organisation_changed")) == {verifier}


def test_staff_hear_of_a_takeover_and_the_asking_firm_of_the_answer(verifier):
    owner, rival = MembershipFactory(), MembershipFactory()
    placeholder = OrganisationFactory(placeholder=True)
    asked = [
        actions.ask_takeover(
            placeholder, claimant=one.organisation, grounds="是我们公司。", by=one.user
        )
        for one in (owner, rival)
    ]
    assert set(told("takeover_asked")) == {verifier}
    actions.confirm_takeover(asked[0], by=verifier)
    assert set(told("takeover_confirmed")) == {owner.user}
    assert set(told("takeover_declined")) == {rival.user}
