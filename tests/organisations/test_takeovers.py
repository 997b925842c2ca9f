"""Taking over what a list brought in."""

from datetime import date

import pytest

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations import actions, merging
from marketplace.organisations.models import Role, TakeoverRequest, TakeoverState
from marketplace.organisations.transitions import TAKEOVER
from tests.factories import (
    CreditFactFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    TakeoverRequestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def owner():
    return MembershipFactory()


@pytest.fixture
def moved():
    """Register a hook like that of a higher room, and say what it was called with."""
    calls = []

    def hook(placeholder, into, *, by):
        calls.append((placeholder.pk, into.pk, by.pk))

    merging.register(hook)
    yield calls
    merging.forget(hook)


def ask(owner, placeholder):
    return actions.ask_takeover(
        placeholder, claimant=owner.organisation, grounds="是我们公司。", by=owner.user
    )


@pytest.mark.both
def test_an_owner_asks_once(owner):
    placeholder = OrganisationFactory(placeholder=True)
    first = ask(owner, placeholder)
    assert ask(owner, placeholder) == first
    assert first.state == TakeoverState.SUBMITTED
    assert Entry.objects.filter(kind="takeover_asked").count() == 1


def test_an_editor_or_an_unverified_firm_does_not_ask(owner):
    placeholder = OrganisationFactory(placeholder=True)
    editor = MembershipFactory(role=Role.EDITOR)
    new = MembershipFactory(organisation__unverified=True)
    for member in (editor, new):
        with pytest.raises(Refusal):
            ask(member, placeholder)
    assert not TakeoverRequest.objects.exists()


def test_a_request_gives_its_grounds(owner):
    with pytest.raises(Refusal) as refusal:
        actions.ask_takeover(
            OrganisationFactory(placeholder=True),
            claimant=owner.organisation,
            grounds="  ",
            by=owner.user,
        )
    assert list(refusal.value.fields) == ["grounds"]


@pytest.mark.both
def test_confirming_merges_the_placeholder(owner, staff, moved):
    placeholder = OrganisationFactory(placeholder=True)
    held = QualificationFactory(organisation=placeholder)
    known = CreditFactFactory(organisation=placeholder, as_of=date(2026, 1, 5))
    request = actions.confirm_takeover(ask(owner, placeholder), by=staff, opinion="已核对")
    placeholder.refresh_from_db()
    held.refresh_from_db()
    known.refresh_from_db()
    assert request.state == TakeoverState.CONFIRMED
    assert (request.decided_by, request.opinion) == (staff, "已核对")
    assert placeholder.merged_into == owner.organisation
    assert held.organisation == known.organisation == owner.organisation
    assert moved == [(placeholder.pk, owner.organisation.pk, staff.pk)]
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "takeover_asked",
        "takeover_confirmed",
        "organisation_merged",
        "organisation_changed",
    ]
    assert Entry.objects.get(kind="organisation_merged").data == {"into": owner.organisation.pk}


def test_what_the_firm_says_itself_stays(owner, staff):
    placeholder = OrganisationFactory(placeholder=True)
    QualificationFactory(organisation=placeholder, number="from a list")
    QualificationFactory(organisation=owner.organisation, number="from the firm")
    actions.confirm_takeover(ask(owner, placeholder), by=staff)
    numbers = owner.organisation.qualifications.values_list("number", flat=True)
    assert list(numbers) == ["from the firm"]


@pytest.mark.both
def test_a_hook_that_refuses_leaves_everything_as_it_was(owner, staff):
    def hook(placeholder, into, *, by):
        raise Refusal("one item is locked")

    placeholder = OrganisationFactory(placeholder=True)
    request = ask(owner, placeholder)
    merging.register(hook)
    try:
        with pytest.raises(Refusal):
            actions.confirm_takeover(request, by=staff)
    finally:
        merging.forget(hook)
    placeholder.refresh_from_db()
    request.refresh_from_db()
    assert placeholder.merged_into is None
    assert request.state == TakeoverState.SUBMITTED


def test_the_other_requests_are_declined_when_one_is_confirmed(owner, staff):
    placeholder = OrganisationFactory(placeholder=True)
    rival = TakeoverRequestFactory(placeholder=placeholder)
    actions.confirm_takeover(ask(owner, placeholder), by=staff)
    rival.refresh_from_db()
    assert rival.state == TakeoverState.DECLINED
    assert rival.opinion


def test_a_claimant_that_lost_its_verification_takes_nothing_over(owner, staff):
    request = ask(owner, OrganisationFactory(placeholder=True))
    actions.withdraw_verification(owner.organisation, by=staff, reason="代码已注销。")
    with pytest.raises(Refusal) as refusal:
        actions.confirm_takeover(request, by=staff)
    assert refusal.value.code == "not_verified"
    request.refresh_from_db()
    assert request.state == TakeoverState.SUBMITTED


def test_declining_needs_a_reason(owner, staff):
    request = ask(owner, OrganisationFactory(placeholder=True))
    with pytest.raises(Refusal) as refusal:
        actions.decline_takeover(request, by=staff, opinion=" ")
    assert list(refusal.value.fields) == ["opinion"]
    declined = actions.decline_takeover(request, by=staff, opinion="材料不足")
    assert declined.state == TakeoverState.DECLINED
    assert ask(owner, request.placeholder) != declined


def test_only_staff_decide_and_only_owners_withdraw(owner, staff):
    request = ask(owner, OrganisationFactory(placeholder=True))
    with pytest.raises(Refusal):
        actions.confirm_takeover(request, by=owner.user)
    with pytest.raises(Refusal):
        actions.withdraw_takeover(request, by=MembershipFactory().user)
    assert actions.withdraw_takeover(request, by=owner.user).state == TakeoverState.WITHDRAWN


@pytest.mark.parametrize("state", TakeoverState)
@pytest.mark.parametrize("verb", [row.verb for row in TAKEOVER])
def test_a_request_moves_as_the_table_says(state, verb, owner, staff):
    request = TakeoverRequestFactory(claimant=owner.organisation, state=state)
    move = {
        "confirm": lambda: actions.confirm_takeover(request, by=staff),
        "decline": lambda: actions.decline_takeover(request, by=staff, opinion="材料不足"),
        "withdraw": lambda: actions.withdraw_takeover(request, by=owner.user),
    }[verb]
    if TAKEOVER.allows(verb, state):
        assert move().state == TAKEOVER.target(verb, state)
    else:
        with pytest.raises(Refusal) as refusal:
            move()
        assert refusal.value.code == "wrong_state"


def test_only_a_placeholder_merges(owner, staff):
    with pytest.raises(Refusal) as refusal:
        merging.merge_placeholder(OrganisationFactory(), into=owner.organisation, by=staff)
    assert refusal.value.code == "not_placeholder"
