"""Who may ask, answer and review, what becomes public, and that nobody learns who asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings import questions
from marketplace.listings.models import Question
from marketplace.listings.question_permissions import (
    QUESTIONS_A_DAY,
    are_questions_open,
    may_ask,
    may_see_asker,
    reviewers_of,
)
from marketplace.listings.waiting import questions_waiting_for
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, person_of, with_lifecycle
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import Office, member, staff
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = timedelta(days=1)
TEXT = "历史积水记录能否带出安全域训练？"
ANSWER = "不能；安全域内提供训练环境。"


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def demand(office):
    return office.published()


def asker():
    return person_of(OrganisationFactory(), Role.VIEWER)


def ask(demand, by=None, text=TEXT):
    return questions.ask_question(demand, by=by or asker(), text=text)


def drafted(question, office):
    return questions.draft_answer(question, by=office.editor, answer=ANSWER)


def answered(question, office):
    question = drafted(question, office)
    return questions.publish_answer(question, by=office.approver, version=question.version)


def publishing(question, by):
    """Return a call that publishes the draft as it is now."""
    version = question.version
    return lambda: questions.publish_answer(question, by=by, version=version)


def told(kind):
    """Dispatch the newest entry of a kind; return who was told what, by kind of notification."""
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")
    rows = Notification.objects.filter(entry__kind=kind).select_related("user")
    return {(row.kind, row.user) for row in rows}


def code_of(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_question_is_answered_by_two_people(office, demand):
    question = answered(ask(demand), office)
    assert question.state == "published"
    assert (question.drafted_by, question.answered_by) == (office.editor, office.approver)
    kinds = Entry.objects.filter(subject_type="listings.question").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "question_asked",
        "question_drafted",
        "question_answered",
    ]


def test_nobody_publishes_an_answer_of_their_own(office, demand):
    both = member(office.organisation, Role.EDITOR)
    person = member(office.organisation, Role.APPROVER)
    assert set(reviewers_of(demand)) == {office.approver, person}
    both.memberships.create(organisation=office.organisation, role=Role.APPROVER)
    question = questions.draft_answer(ask(demand), by=both, answer=ANSWER)
    assert code_of(publishing(question, both)) == "own_answer"
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(
            state="published", answered_by=both, answered_at=clock.now()
        )


def test_an_answer_written_anew_is_not_published_unread(office, demand):
    question = drafted(ask(demand), office)
    publish = publishing(question, office.approver)
    again = {"answer": "改写的答复。", "version": question.version}
    questions.draft_answer(question, by=office.editor, **again)
    assert code_of(publish) == "edit_conflict"


@pytest.mark.parametrize("who", ["stranger", "viewer", "bidder", "asker", "portal"])
def test_others_neither_draft_nor_publish(office, demand, who):
    by = asker()
    question = ask(demand, by)
    people = {
        "stranger": UserFactory(),
        "viewer": member(office.organisation, Role.VIEWER),
        "bidder": member(office.organisation, Role.BIDDER),
        "asker": by,
        "portal": office.reviewer,
    }
    person = people[who]
    with pytest.raises(Refusal):
        questions.draft_answer(question, by=person, answer=ANSWER)
    question = drafted(question, office)
    assert code_of(publishing(question, person)) == "not_reviewer"


@pytest.mark.parametrize(
    ("organisation", "code"),
    [
        (lambda: OrganisationFactory(unverified=True), "not_verified"),
        (None, "not_verified"),
    ],
)
def test_who_belongs_to_no_verified_organisation_cannot_ask(demand, organisation, code):
    person = member(organisation(), Role.OWNER) if organisation else UserFactory()
    assert code_of(lambda: ask(demand, person)) == code


def test_the_owners_people_do_not_ask(office, demand):
    person = member(office.organisation, Role.VIEWER)
    person.memberships.create(organisation=OrganisationFactory(), role=Role.OWNER)
    assert code_of(lambda: ask(demand, person)) == "own_demand"


def test_a_demand_that_is_not_public_takes_no_question(office):
    assert code_of(lambda: ask(office.draft())) == "not_public"


def test_questions_close_at_their_own_instant_else_with_the_demand(demand):
    closes = clock.now() + 5 * DAY
    ms = timedelta(milliseconds=1)
    for fields in (
        {"questions_close_at": closes, "closes_at": closes + DAY},
        {"questions_close_at": None, "closes_at": closes},
    ):
        row = with_lifecycle(demand, **fields)
        assert are_questions_open(row, at=closes - ms)
        assert are_questions_open(row, at=closes).code == "closed"
    always = with_lifecycle(demand, questions_close_at=None, closes_at=None)
    assert are_questions_open(always, at=closes + 999 * DAY)
    shut = with_lifecycle(demand, questions_close_at=clock.now())
    assert code_of(lambda: ask(shut)) == "closed"


def test_an_answer_comes_also_after_questions_closed(office, demand):
    question = ask(demand)
    with_lifecycle(demand, closes_at=clock.now())
    assert answered(question, office).state == "published"


def test_one_person_asks_so_many_questions_a_day_about_one_demand(office, demand, settings):
    settings.CLOCK_OFFSET = True
    person = asker()
    for number in range(QUESTIONS_A_DAY):
        ask(demand, person, f"{TEXT} {number}")
    assert code_of(lambda: ask(demand, person)) == "too_many"
    ask(demand)
    ask(office.published(), person)
    clock.shift(DAY)
    ask(demand, person)


@pytest.mark.parametrize(
    "text", ["", "  \n ", "一" * 501, "<script>alert(1)</script>", "看<b>这里</b>"]
)
def test_a_question_that_cannot_stand_is_refused_beside_its_field(demand, text):
    with pytest.raises(Refusal) as refused:
        ask(demand, text=text)
    assert set(refused.value.fields) == {"text"}
    assert not Question.objects.exists()


def test_control_characters_are_dropped(demand):
    assert ask(demand, text="积\x00水\u202e深度 < 5 厘米？\r\n").text == "积水深度 < 5 厘米？"


def test_the_same_key_asks_once(demand):
    person = asker()
    made = {
        questions.ask_question(demand, by=person, text=TEXT, idempotency_key="k").pk
        for _time in range(2)
    }
    assert len(made) == 1


def test_an_asker_of_a_joined_question_hears_the_answer(office, demand):
    first, second = asker(), asker()
    kept, joined = ask(demand, first), ask(demand, second, "同样的问题？")
    questions.merge_question(joined, into=kept, by=office.editor)
    assert told("question_merged") == {("question_merged", second)}
    answered(kept, office)
    assert told("question_answered") == {
        ("question_answered", first),
        ("question_answered", second),
    }


def test_questions_are_joined_neither_in_chains_nor_across_demands(office, demand):
    one, two, three = (ask(demand, text=f"{TEXT}{number}") for number in range(3))
    other = ask(office.published())

    def merge(question, into):
        return lambda: questions.merge_question(question, into=into, by=office.editor)

    assert code_of(merge(one, one)) == "wrong_target"
    assert code_of(merge(one, other)) == "wrong_target"
    merge(one, two)()
    assert code_of(merge(three, one)) == "wrong_target"
    assert code_of(merge(two, three)) == "wrong_target"
    assert code_of(merge(one, three)) == "wrong_state"


def test_a_returned_answer_comes_back_to_its_author(office, demand):
    question = drafted(ask(demand), office)
    question = questions.hand_back_answer(question, by=office.approver, reason="请删去点位。")
    assert (question.state, question.reason) == ("asked", "请删去点位。")
    assert told("question_returned") == {("question_returned", office.editor)}
    assert questions_waiting_for(office.editor) == [question]


def test_the_officers_hear_of_a_question_and_the_reviewers_of_its_answer(office, demand):
    member(office.organisation, Role.VIEWER)
    question = ask(demand)
    assert told("question_asked") == {("question_asked", office.editor)}
    assert questions_waiting_for(office.editor) == [question]
    assert questions_waiting_for(office.approver) == []
    question = drafted(question, office)
    assert told("question_drafted") == {("question_drafted", office.approver)}
    assert questions_waiting_for(office.editor) == []
    assert questions_waiting_for(office.approver) == [question]
    questions.publish_answer(question, by=office.approver, version=question.version)
    assert questions_waiting_for(office.approver) == []


def test_the_questions_about_one_demand_are_one_line_for_its_officers(office, demand):
    for subject in (demand, demand, office.published()):
        ask(subject)
        told("question_asked")
    lines = Notification.objects.of(office.editor.pk).filter(kind="question_asked").lines()
    assert [row.others for row in lines.with_line()] == [0, 1]


def test_applicants_hear_of_an_answer_and_an_asker_among_them_hears_once(office, demand):
    claim, other = claim_for(demand), claim_for(demand)
    answered(ask(demand, claim.submitted_by), office)
    assert told("question_answered") == {
        ("question_answered", claim.submitted_by),
        ("applicants_told_of_answer", other.submitted_by),
    }


def test_only_staff_outside_the_owner_learns_who_asked(office, demand):
    question = ask(demand)
    assert may_see_asker(office.reviewer, question)
    insider = staff()
    insider.memberships.create(organisation=office.organisation, role=Role.VIEWER)
    for person in (insider, office.editor, office.approver, asker(), question.asker):
        assert not may_see_asker(person, question)


def test_the_entries_of_two_askers_are_the_same(office, demand):
    worlds = []
    for person in (asker(), asker()):
        with transaction.atomic():
            answered(ask(demand, person), office)
            rows = Entry.objects.filter(subject_type="listings.question").order_by("pk")
            worlds.append(list(rows.values_list("kind", "actor_key", "data", "subject_type")))
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    assert worlds[0][0] == ("question_asked", "", {"demand": demand.pk}, "listings.question")


def test_the_messages_about_two_askers_are_the_same(office, demand):
    worlds = []
    for person in (asker(), asker()):
        with transaction.atomic():
            question = ask(demand, person)
            told("question_asked")
            drafted(question, office)
            told("question_drafted")
            rows = Notification.objects.exclude(user=person).order_by("pk")
            worlds.append(list(rows.values_list("user", "number", "kind", "organisation_key")))
            words = {(notice_of(row).title, notice_of(row).text) for row in rows}
            transaction.set_rollback(True)
        assert not any(str(person) in part for pair in words for part in pair)
    assert worlds[0] == worlds[1]
    assert len(worlds[0]) == 2


@pytest.mark.django_db(transaction=True)
def test_at_once_a_person_asks_no_more_than_the_days_number(demand):
    person = asker()
    outcome = at_once(*[lambda: ask(demand, person)] * (QUESTIONS_A_DAY + 4))
    assert outcome == ["done"] * QUESTIONS_A_DAY + ["too_many"] * 4
    assert Question.objects.count() == QUESTIONS_A_DAY


@pytest.mark.django_db(transaction=True)
def test_of_several_decisions_at_once_one_holds(office, demand):
    question = drafted(ask(demand), office)
    publish = publishing(question, office.approver)
    outcome = at_once(
        publish,
        publish,
        lambda: questions.refuse_question(
            question, by=office.editor, reason="不便公开。", version=question.version
        ),
    )
    assert outcome.count("done") == 1
    ends = Entry.objects.filter(kind__in=["question_answered", "question_refused"])
    assert ends.count() == 1


def test_whoever_may_ask_is_told_so(demand):
    assert may_ask(asker(), demand, at=clock.now())
