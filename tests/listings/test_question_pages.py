"""The page on which a question is answered, reviewed, declined or joined."""

import pytest
from django.test import Client

from marketplace.listings import questions
from marketplace.organisations.models import Role
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory
from tests.listings.factories import Office, member

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TEXT = "历史积水记录能否带出安全域训练？"
ANSWER = "不能；安全域内提供训练环境。"


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def demand(office):
    return office.published()


@pytest.fixture
def question(demand):
    return questions.ask_question(demand, by=person_of(OrganisationFactory()), text=TEXT)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url_of(question):
    return f"/workbench/questions/{question.pk}/"


def decide(user, question, verb, **given):
    question.refresh_from_db()
    given = {"verb": verb, "version": question.version, **given}
    return signed_in(user).post(url_of(question), given)


def test_officer_and_reviewer_bring_an_answer_to_the_public(client, office, demand, question):
    assert decide(office.editor, question, "draft", answer=ANSWER).status_code == 302
    assert ANSWER in signed_in(office.approver).get(url_of(question)).text
    assert ANSWER not in client.get(f"/demands/{demand.lifecycle.number}/").text
    assert decide(office.approver, question, "publish").status_code == 302
    shown = client.get(f"/demands/{demand.lifecycle.number}/").text
    assert TEXT in shown
    assert ANSWER in shown


def test_a_waiting_question_is_in_the_queue_with_its_demand(office, demand, question):
    queue = signed_in(office.editor).get("/workbench/").text
    assert url_of(question) in queue
    assert demand.title in queue
    assert url_of(question) not in signed_in(office.approver).get("/workbench/").text


def test_the_page_of_the_demand_lists_questions_for_its_handling_people(office, demand, question):
    item = f"/workbench/demands/{demand.pk}/"
    for person, shown in ((office.editor, True), (office.approver, True), (office.reviewer, False)):
        assert (TEXT in signed_in(person).get(item).text) is shown
    public = signed_in(office.editor).get(f"/demands/{demand.lifecycle.number}/").text
    assert f"{item}#questions" in public


def test_an_answer_with_markup_stays_in_its_field(office, question):
    response = decide(office.editor, question, "draft", answer="见<a href='x'>附件</a>")
    assert response.status_code == 422
    assert "见&lt;a href=" in response.text
    question.refresh_from_db()
    assert question.state == "asked"


def test_of_two_writers_the_second_sees_what_the_first_wrote(office, question):
    second = member(office.organisation, Role.EDITOR)
    decide(office.editor, question, "draft", answer="先写的答复。")
    late = {"verb": "draft", "version": "", "answer": "后写的答复。"}
    response = signed_in(second).post(url_of(question), late)
    assert response.status_code == 422
    assert "先写的答复。" in response.text
    assert "后写的答复。" in response.text
    assert decide(second, question, "draft", answer="后写的答复。").status_code == 302


def test_a_decision_that_came_too_late_keeps_what_was_typed(office, question):
    refusal = questions.refuse_question(question, by=office.editor, reason="涉及保密内容。")
    questions.decline_question(refusal, by=office.approver, version=refusal.version)
    response = decide(office.editor, question, "draft", answer="写了很久的答复。")
    assert response.status_code == 422
    assert "写了很久的答复。" in response.text
    assert "该提问已处理完毕" in response.text


def test_a_question_is_joined_with_another_of_the_demand(office, demand, question):
    other = questions.ask_question(demand, by=person_of(OrganisationFactory()), text="同问？")
    foreign = questions.ask_question(
        office.published(), by=person_of(OrganisationFactory()), text="别处的提问？"
    )
    shown = signed_in(office.editor).get(url_of(other)).text
    assert TEXT in shown
    assert "别处的提问" not in shown
    assert decide(office.editor, other, "merge", into=foreign.pk).status_code == 422
    assert decide(office.editor, other, "merge", into=question.pk).status_code == 302
    other.refresh_from_db()
    assert other.merged_into == question


def test_officer_and_reviewer_decline_a_question_and_its_asker_alone_reads_why(
    client, office, demand, question
):
    reason, public = "涉及尚未公开的管线资料。", f"/demands/{demand.lifecycle.number}/"
    assert decide(office.editor, question, "refuse", reason=reason).status_code == 302
    assert reason not in signed_in(question.asker).get(public).text
    reviewer = signed_in(office.approver)
    assert "审核不予答复" in reviewer.get("/workbench/").text
    page = reviewer.get(url_of(question)).text
    assert reason in page
    assert 'value="decline"' in page
    assert 'value="publish"' not in page
    assert decide(office.editor, question, "decline").status_code == 422
    assert decide(office.approver, question, "decline").status_code == 302
    assert reason in signed_in(question.asker).get(public).text
    assert reason not in client.get(public).text


def test_a_refusal_without_a_reason_stays_in_its_form(office, question):
    response = decide(office.editor, question, "refuse", reason=" ")
    assert response.status_code == 422
    assert 'aria-describedby="id_refuse_reason_error"' in response.text
    question.refresh_from_db()
    assert question.state == "asked"


@pytest.mark.parametrize("verb", ["", "erase", "publish", "decline"])
def test_a_forged_decision_changes_nothing(office, question, verb):
    assert decide(office.editor, question, verb).status_code == 422
    question.refresh_from_db()
    assert question.state == "asked"


def test_others_do_not_find_it(client, office, question):
    assert client.get(url_of(question)).status_code == 302
    for person in (question.asker, person_of(OrganisationFactory())):
        assert signed_in(person).get(url_of(question)).status_code == 404
        assert decide(person, question, "draft", answer=ANSWER).status_code == 404
    assert signed_in(office.editor).get("/workbench/questions/999999/").status_code == 404


def test_no_button_is_drawn_that_the_reader_may_not_press(office, question):
    questions.draft_answer(question, by=office.editor, answer=ANSWER)
    assert 'value="publish"' not in signed_in(office.editor).get(url_of(question)).text
    reviewer = signed_in(office.approver).get(url_of(question)).text
    assert 'value="publish"' in reviewer
    assert 'value="draft"' not in reviewer
    staff = signed_in(office.reviewer).get(url_of(question)).text
    assert 'name="verb"' not in staff
