"""What happens when two people act in the same instant."""

import pytest

from marketplace.journal.models import Entry
from marketplace.organisations import actions
from marketplace.organisations.models import (
    Kind,
    Membership,
    Organisation,
    Role,
    TakeoverRequest,
    TakeoverState,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_who_remove_each_other_leave_one(attempt):
    first = MembershipFactory()
    second = MembershipFactory(organisation=first.organisation)
    outcome = at_once(
        lambda: actions.remove_member(first, by=second.user),
        lambda: actions.remove_member(second, by=first.user),
    )
    # Whoever came second is no member any more.
    assert outcome == ["done", "not_member"]
    assert Membership.objects.filter(role=Role.OWNER).count() == 1
    assert Entry.objects.filter(kind="member_removed").count() == 1


def test_two_owners_who_step_down_together_leave_one():
    first = MembershipFactory()
    second = MembershipFactory(organisation=first.organisation)
    outcome = at_once(
        lambda: actions.change_role(first, role=Role.VIEWER, by=first.user),
        lambda: actions.change_role(second, role=Role.VIEWER, by=second.user),
    )
    assert outcome == ["done", "last_owner"]
    assert Membership.objects.filter(role=Role.OWNER).count() == 1


def test_two_who_register_one_name_make_one_organisation():
    people = [UserFactory(), UserFactory()]
    outcome = at_once(
        *(
            lambda person=person: actions.register_organisation(
                by=person, kind=Kind.FIRM, name="厦门鹭潮水科技有限公司"
            )
            for person in people
        )
    )
    assert outcome == ["done", "invalid"]
    assert Organisation.objects.count() == 1


def test_two_lists_that_enter_one_name_make_one_placeholder():
    staff = [UserFactory(staff=True), UserFactory(staff=True)]
    outcome = at_once(
        *(
            lambda person=person: actions.placeholder_named(
                "厦门鹭潮水科技", kind=Kind.FIRM, by=person
            )
            for person in staff
        )
    )
    assert outcome == ["done", "done"]
    assert Organisation.objects.count() == 1


def test_two_firms_that_are_confirmed_together_are_one_owner():
    placeholder = OrganisationFactory(placeholder=True)
    owners = [MembershipFactory(), MembershipFactory()]
    requests = [
        actions.ask_takeover(
            placeholder, claimant=owner.organisation, grounds="是我们公司。", by=owner.user
        )
        for owner in owners
    ]
    staff = UserFactory(staff=True)
    outcome = at_once(
        *(
            lambda request=request: actions.confirm_takeover(request, by=staff)
            for request in requests
        )
    )
    assert outcome == ["done", "wrong_state"]
    assert TakeoverRequest.objects.filter(state=TakeoverState.CONFIRMED).count() == 1
    placeholder.refresh_from_db()
    winner = TakeoverRequest.objects.get(state=TakeoverState.CONFIRMED).claimant
    assert placeholder.merged_into == winner


def test_one_firm_that_asks_twice_at_once_asks_once():
    placeholder, owner = OrganisationFactory(placeholder=True), MembershipFactory()

    def ask():
        actions.ask_takeover(
            placeholder, claimant=owner.organisation, grounds="是我们公司。", by=owner.user
        )

    assert at_once(ask, ask) == ["done", "done"]
    assert TakeoverRequest.objects.count() == 1
