"""Qualifications and credit facts."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.system import system_user
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations import actions
from marketplace.organisations.credit import standings, standings_of
from marketplace.organisations.models import CreditFact, Qualification, Role
from marketplace.taxonomy.models import QualificationKind
from tests.factories import (
    CreditFactFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)
YES, NO, UNKNOWN = CreditFact.Answer.YES, CreditFact.Answer.NO, CreditFact.Answer.UNKNOWN
ABNORMAL, SERIOUS, DISHONEST = CreditFact.FactKind


def fact(kind, answer, as_of):
    return CreditFactFactory(kind=kind, answer=answer, as_of=as_of)


@pytest.mark.both
def test_an_editor_keeps_the_qualifications():
    editor = MembershipFactory(role=Role.EDITOR)
    kind = QualificationKind.objects.get(slug="iso27001")
    held = actions.add_qualification(
        editor.organisation, by=editor.user, kind=kind, number="IS-1", valid_until=TODAY
    )
    actions.change_qualification(held, by=editor.user, valid_until=date(2028, 1, 1))
    held.refresh_from_db()
    assert (held.number, held.valid_until) == ("IS-1", date(2028, 1, 1))
    actions.remove_qualification(held, by=editor.user)
    assert not Qualification.objects.exists()
    entries = Entry.objects.filter(kind="organisation_changed")
    assert [entry.data for entry in entries] == [{"fields": ["qualifications"]}] * 3


@pytest.mark.parametrize("role", [Role.BIDDER, Role.VIEWER, Role.APPROVER])
def test_others_do_not_keep_them(role):
    member = MembershipFactory(role=role)
    held = QualificationFactory(organisation=member.organisation)
    with pytest.raises(Refusal):
        actions.remove_qualification(held, by=member.user)
    with pytest.raises(Refusal):
        actions.add_qualification(member.organisation, by=member.user, kind=held.kind)
    assert list(Qualification.objects.all()) == [held]


def test_a_validity_that_runs_backwards_is_refused():
    owner = MembershipFactory()
    held = QualificationFactory(organisation=owner.organisation)
    with pytest.raises(Refusal) as refusal:
        actions.change_qualification(
            held, by=owner.user, valid_from=TODAY, valid_until=TODAY - timedelta(days=1)
        )
    assert refusal.value.code == "invalid"
    held.refresh_from_db()
    assert held.valid_until is None


def test_a_qualification_removed_in_the_meantime_is_said_so():
    owner = MembershipFactory()
    held = QualificationFactory(organisation=owner.organisation)
    Qualification.objects.all().delete()
    with pytest.raises(Refusal) as refusal:
        actions.change_qualification(held, by=owner.user, number="IS-2")
    assert refusal.value.code == "gone"


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "day", "held"),
    [
        (None, None, TODAY, None),
        (None, TODAY, TODAY, True),
        (None, TODAY - timedelta(days=1), TODAY, False),
        (TODAY + timedelta(days=1), date(2030, 1, 1), TODAY, False),
        (TODAY, date(2030, 1, 1), TODAY, True),
    ],
)
def test_a_qualification_holds_within_its_validity(valid_from, valid_until, day, held):
    qualification = QualificationFactory.build(
        kind=None, organisation=None, valid_from=valid_from, valid_until=valid_until
    )
    assert qualification.holds_on(day) is held


@pytest.mark.both
def test_staff_record_a_credit_fact_and_owners_do_not():
    owner = MembershipFactory()

    def note(by):
        actions.record_credit_fact(
            owner.organisation, kind=ABNORMAL, answer=NO, as_of=TODAY, source="公示系统", by=by
        )

    with pytest.raises(Refusal):
        note(owner.user)
    note(system_user())
    assert owner.organisation.credit_facts.count() == 1
    assert Entry.objects.get(kind="organisation_changed").data == {"fields": ["credit"]}


def test_a_credit_fact_needs_a_source():
    with pytest.raises(Refusal) as refusal:
        actions.record_credit_fact(
            OrganisationFactory(), kind=SERIOUS, answer=NO, as_of=TODAY, source="", by=system_user()
        )
    assert list(refusal.value.fields) == ["source"]


def test_where_nothing_is_known_each_list_is_unknown():
    found = standings([], TODAY)
    assert [(one.kind, one.answer, one.listed) for one in found] == [
        (ABNORMAL, UNKNOWN, None),
        (SERIOUS, UNKNOWN, None),
        (DISHONEST, UNKNOWN, None),
    ]


def test_the_newest_fact_of_each_list_answers():
    facts = [
        fact(ABNORMAL, NO, TODAY - timedelta(days=1)),
        fact(ABNORMAL, YES, TODAY - timedelta(days=9)),
        fact(SERIOUS, YES, TODAY),
        fact(SERIOUS, NO, TODAY),
    ]
    abnormal, serious, dishonest = standings(facts, TODAY)
    assert (abnormal.answer, abnormal.listed) == (NO, False)
    assert (serious.answer, serious.as_of) == (NO, TODAY)
    assert dishonest.listed is None


def test_a_fact_of_tomorrow_does_not_answer_today():
    abnormal, *_ = standings([fact(ABNORMAL, YES, TODAY + timedelta(days=1))], TODAY)
    assert abnormal.answer == UNKNOWN


@pytest.mark.parametrize(("age", "answer"), [(180, YES), (181, UNKNOWN)])
def test_an_old_fact_no_longer_answers_but_is_shown(settings, age, answer):
    settings.CREDIT_FACT_FRESH_DAYS = 180
    day = TODAY - timedelta(days=age)
    abnormal, *_ = standings([fact(ABNORMAL, YES, day)], TODAY)
    assert (abnormal.answer, abnormal.as_of) == (answer, day)
    assert abnormal.source


def test_standings_of_prefetched_organisations_cost_no_query(django_assert_num_queries):
    known = fact(ABNORMAL, YES, TODAY).organisation
    rows = list(type(known).objects.prefetch_related("credit_facts"))
    with django_assert_num_queries(0):
        assert standings_of(rows[0], TODAY)[0].listed is True
