"""A question is left without an answer by two people, as an answer is published."""

import pytest
from django.db import IntegrityError, transaction

from marketplace.listings import questions
from marketplace.listings.models import Question
from marketplace.listings.waiting import questions_waiting_for
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.listings.factories import Office, member
from tests.listings.test_questions import (
    ANSWER,
    TEXT,
    ask,
    asker,
    code_of,
    drafted,
    publishing,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def demand(office):
    return office.published()


def refused(question, office, reason="涉及保密内容。"):
    return questions.refuse_question(
        question, by=office.editor, reason=reason, version=question.version
    )


def declining(question, by):
    """Return a call that declines as the refusal says now."""
    version = question.version
    return lambda: questions.decline_question(question, by=by, version=version)


def test_a_declined_question_has_a_reason_that_its_asker_hears(office, demand):
    person = asker()
    question = ask(demand, person)
    assert code_of(lambda: questions.refuse_question(question, by=office.editor, reason=" ")) == (
        "mistakes"
    )
    question = refused(question, office)
    assert (question.state, question.reason) == ("declining", "")
    assert told("question_refused") == {("question_refused", office.approver)}
    assert question in questions_waiting_for(office.approver)
    declined = questions.decline_question(question, by=office.approver, version=question.version)
    assert (declined.state, declined.reason) == ("declined", "涉及保密内容。")
    assert (declined.drafted_by, declined.answered_by) == (office.editor, office.approver)
    assert told("question_declined") == {("question_declined", person)}
    assert "涉及保密内容" in notice_of(Notification.objects.get(user=person)).text


def test_nobody_declines_a_question_alone(office, demand):
    both = member(office.organisation, Role.EDITOR)
    both.memberships.create(organisation=office.organisation, role=Role.APPROVER)
    question = questions.refuse_question(ask(demand), by=both, reason="不便公开。")
    for person, code in ((both, "own_answer"), (office.editor, "not_reviewer")):
        assert code_of(declining(question, person)) == code
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(
            state="declined", reason="不便公开。", answered_by=both
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(state="declined", reason="别的理由")


def test_only_what_was_handed_in_is_decided(office, demand):
    question = ask(demand)
    decline = declining(question, office.approver)
    assert code_of(decline) == "wrong_state"
    refusal = refused(question, office)
    stale = declining(refusal, office.approver)
    assert code_of(publishing(refusal, office.approver)) == "wrong_state"
    question = questions.draft_answer(
        refusal, by=office.editor, answer=ANSWER, version=refusal.version
    )
    assert code_of(stale) == "edit_conflict"
    assert code_of(declining(question, office.approver)) == "wrong_state"


def test_a_refusal_comes_back_with_a_reason_and_keeps_its_words(office, demand):
    question = refused(ask(demand), office)
    back = questions.hand_back_answer(question, by=office.approver, reason="请改为答复。")
    assert (back.state, back.reason, back.refusal) == ("asked", "请改为答复。", "涉及保密内容。")
    assert told("question_returned") == {("question_returned", office.editor)}


def test_until_it_is_decided_the_asker_reads_the_same_of_both_ways(client, office, demand):
    worlds = []
    for way in (drafted, refused):
        person = asker()
        way(ask(demand, person), office)
        client.force_login(person)
        page = client.get(f"/demands/{demand.lifecycle.number}/").text
        assert "涉及保密内容" not in page
        worlds.append(page[page.index(TEXT) - 80 : page.index(TEXT) + 80])
    assert worlds[0] == worlds[1]
