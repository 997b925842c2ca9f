"""Who may allow whom to fill in, until when, and that a withdrawal holds at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marketplace.claims.mandates import MOST_DAYS, end_mandates, give_mandate, withdraw_mandate
from marketplace.claims.models import Mandate, MandateState
from marketplace.claims.transitions import MANDATE
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import Kind, Organisation, Role
from tests.claims.factories import open_demand, person_of
from tests.claims.helping import Help, day
from tests.factories import OrganisationFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def help_():
    return Help()


def refusal_of(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value


def entries(kind):
    return Entry.objects.filter(kind=kind).count()


VERBS = {
    "give": lambda mandate, user: mandate.give(by=user, at=clock.now(), ends_on=day(3)),
    "withdraw": lambda mandate, user: mandate.withdraw(by=user, at=clock.now()),
    "end": lambda mandate, _user: mandate.end(at=clock.now()),
}


def test_every_verb_of_the_machine_is_tried():
    assert {row.verb for row in MANDATE} == set(VERBS)


@pytest.mark.parametrize("state", list(MandateState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_the_model_moves_as_the_machine_says_and_not_otherwise(verb, state):
    mandate = Mandate(state=state)
    if MANDATE.allows(verb, state):
        VERBS[verb](mandate, None)
        assert mandate.state == MANDATE[verb].target
        return
    assert refusal_of(partial(VERBS[verb], mandate, None)).code == "wrong_state"
    assert mandate.state == state


def test_an_owner_allows_a_park_until_a_day_and_a_second_time_until_another(help_):
    again = help_.give(days=60)
    stored = Mandate.objects.get()
    assert (again.pk, stored.state, stored.ends_on) == (help_.mandate.pk, "given", day(60))
    assert entries("mandate_given") == 2


@pytest.mark.parametrize("role", [Role.BIDDER, Role.EDITOR, Role.VIEWER, Role.APPROVER])
def test_only_owners_allow_and_withdraw(help_, role):
    person = person_of(help_.firm, role)
    for call in (
        partial(give_mandate, help_.firm, helper=help_.park, ends_on=day(3), by=person),
        partial(withdraw_mandate, help_.mandate, by=person),
        partial(withdraw_mandate, help_.mandate, by=help_.filler),
    ):
        assert refusal_of(call).status == 403
    assert Mandate.objects.get().state == "given"


@pytest.mark.parametrize("kind", [one for one in Kind if one not in {Kind.PARK, Kind.ASSOCIATION}])
def test_nobody_but_a_verified_park_or_association_is_allowed(help_, kind):
    unverified = OrganisationFactory(kind=Kind.PARK, verified_at=None)
    for helper in (OrganisationFactory(kind=kind), unverified, help_.firm):
        call = partial(give_mandate, help_.firm, helper=helper, ends_on=day(3), by=help_.owner)
        assert set(refusal_of(call).fields) == {"helper"}


def test_an_association_fills_in_for_firms_and_for_nobody_else(help_):
    association = OrganisationFactory(kind=Kind.ASSOCIATION)
    given = give_mandate(help_.firm, helper=association, ends_on=day(), by=help_.owner)
    assert given.state == "given"
    institute = OrganisationFactory(kind=Kind.RESEARCH)
    owner = person_of(institute, Role.OWNER)
    call = partial(give_mandate, institute, helper=association, ends_on=day(1), by=owner)
    assert refusal_of(call).code == "wrong_kind"


@pytest.mark.parametrize("ahead", [-1, MOST_DAYS + 1])
def test_a_day_that_is_over_or_too_far_away_is_refused_beside_its_field(help_, ahead):
    call = partial(give_mandate, help_.firm, helper=help_.park, ends_on=day(ahead), by=help_.owner)
    assert set(refusal_of(call).fields) == {"ends_on"}


def test_a_mandate_that_was_withdrawn_is_not_withdrawn_again_and_may_be_given_anew(help_):
    withdraw_mandate(help_.mandate, by=help_.owner)
    assert Mandate.objects.get().settled_by == help_.owner
    again = refusal_of(partial(withdraw_mandate, help_.mandate, by=help_.owner))
    assert again.code == "wrong_state"
    assert entries("mandate_withdrawn") == 1
    assert help_.give().state == "given"
    assert Mandate.objects.standing_at(clock.now()).exists()


def test_the_clock_ends_a_mandate_once_after_its_last_day(help_):
    help_.give(days=0)
    end_mandates()
    assert Mandate.objects.get().state == "given"
    Mandate.objects.update(ends_on=day(-1))
    assert not Mandate.objects.standing_at(clock.now()).exists()
    end_mandates()
    end_mandates()
    assert Mandate.objects.get().state == "ended"
    assert entries("mandate_ended") == 1


def test_a_mandate_stands_only_while_the_park_is_verified(help_):
    now = clock.now()
    assert Mandate.objects.standing_at(now).exists()
    assert not Mandate.objects.standing_at(now + timedelta(days=40)).exists()
    Organisation.objects.filter(pk=help_.park.pk).update(verified_at=None)
    assert not Mandate.objects.standing_at(now).exists()


@pytest.mark.parametrize(
    "change", [{"settled_at": None, "state": "ended"}, {"settled_at": "now"}, {"helper": "firm"}]
)
def test_the_database_keeps_mandates_whole(help_, change):
    values = {"now": clock.now(), "firm": help_.firm}
    written = {
        name: values.get(value, value) if isinstance(value, str) else value
        for name, value in change.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.update(**written)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_allow_the_same_at_once_one_row_remains(help_):
    association = OrganisationFactory(kind=Kind.ASSOCIATION)
    give = partial(give_mandate, help_.firm, helper=association, ends_on=day(9), by=help_.owner)
    assert at_once(*[give] * 8) == ["done"] * 8
    assert Mandate.objects.filter(helper=association).count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_withdrawal_nothing_is_saved_however_many_were_saving(help_):
    draft = help_.filled_in(open_demand())
    saves = [partial(help_.write, draft, **{f"a{n}": "文"}) for n in range(8)]
    answers = at_once(partial(withdraw_mandate, help_.mandate, by=help_.owner), *saves)
    assert set(answers) <= {"done", "no_mandate"}
    withdrawn_at = Mandate.objects.get().settled_at
    late = [row for row in draft.answers.all() if row.saved_at > withdrawn_at]
    assert late == []
