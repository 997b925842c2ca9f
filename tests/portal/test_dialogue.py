"""Addenda and questions on a demand's page: who reads what, and that nothing typed is lost."""

from datetime import datetime

import pytest
from django.test import Client

from marketplace.core import clock
from marketplace.listings import questions
from marketplace.listings.addenda import Statement
from marketplace.listings.models import Question
from marketplace.organisations.models import Role
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import OrganisationFactory
from tests.listings.factories import Office
from tests.portal.pairs import page, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "few")]

TEXT = "历史积水记录能否带出安全域训练？"
ANSWER = "不能；安全域内提供训练环境。"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def ask_url(demand):
    return f"{url_of(demand)}questions/"


@pytest.fixture
def office():
    return Office()


def test_the_history_of_addenda_is_public(client, office):
    demand = office.published(goals="原来的目标")
    office.changed(demand, statement=Statement(True, "扩大试点范围。"), goals="新的目标")
    shown = page(client, url_of(demand))
    assert "变更公告第 1 号" in shown
    assert "实质性变更" in shown
    for text in ("扩大试点范围。", "原来的目标", "新的目标"):
        assert text in shown
    [addendum] = client.get(f"/api/demands/{demand.lifecycle.number}").json()["addenda"]
    assert (addendum["number"], addendum["is_material"]) == (1, True)
    change = {"name": "goals", "before": ["原来的目标"], "after": ["新的目标"]}
    assert addendum["differences"] == [change]


def test_a_change_in_approval_is_not_public(client, office):
    demand = office.published()
    before = page(client, url_of(demand))
    office.resubmitted(demand, statement=Statement(True, "尚未公开的原因"), goals="未公开的目标")
    assert page(client, url_of(demand)) == before


def test_a_person_of_a_verified_organisation_asks_on_the_page(client):
    demand = open_demand()
    asker = signed_in(person_of(OrganisationFactory(), Role.VIEWER))
    response = asker.post(ask_url(demand), {"text": TEXT}, follow=True)
    assert "提问已提交" in response.text
    assert TEXT in response.text
    assert TEXT not in page(client, url_of(demand))
    assert TEXT not in page(signed_in(person_of(OrganisationFactory())), url_of(demand))


@pytest.mark.parametrize(
    ("text", "said"), [("看<b>这里</b>", "看&lt;b&gt;"), ("一" * 501, "一" * 501)]
)
def test_a_question_with_a_mistake_stays_on_the_page(text, said):
    demand = open_demand()
    asker = signed_in(person_of(OrganisationFactory()))
    response = asker.post(ask_url(demand), {"text": text})
    assert response.status_code == 422
    assert said in response.text
    assert not Question.objects.exists()


def test_the_same_form_sent_twice_asks_once_and_other_words_can_be_sent_again():
    demand = open_demand()
    asker = signed_in(person_of(OrganisationFactory()))
    for text in (TEXT, TEXT, "另一个问题？"):
        response = asker.post(ask_url(demand), {"text": text, "key": "k"})
    assert response.status_code == 422
    assert "另一个问题？" in response.text
    assert 'name="key" value="k"' not in response.text
    assert Question.objects.count() == 1


def test_a_refused_question_stays_on_the_page():
    demand = with_lifecycle(open_demand(), questions_close_at=clock.now())
    asker = signed_in(person_of(OrganisationFactory()))
    response = asker.post(ask_url(demand), {"text": TEXT})
    assert response.status_code == 422
    assert TEXT in response.text
    assert "提问已截止" in response.text


def test_what_a_visitor_typed_waits_while_they_sign_in(client):
    demand = open_demand()
    response = client.post(ask_url(demand), {"text": TEXT})
    assert response.status_code == 302
    assert not Question.objects.exists()
    client.force_login(person_of(OrganisationFactory()))
    assert TEXT in client.get(url_of(demand)).text


def test_who_cannot_ask_reads_why(client):
    demand = open_demand()
    assert "登录后提问" in page(client, url_of(demand))
    assert "已核验单位的人员可以提问" in page(
        signed_in(person_of(OrganisationFactory(unverified=True))), url_of(demand)
    )


def test_a_demand_that_is_not_public_is_not_there_to_ask(office):
    demand = with_lifecycle(open_demand(), state="unpublished")
    asker = signed_in(person_of(OrganisationFactory()))
    assert asker.post(ask_url(demand), {"text": TEXT}).status_code == 404


def test_nobody_but_staff_can_tell_who_asked(client, office):
    """Two worlds that differ in who asked alone read the same to everyone but staff."""
    demand = office.published()
    third = person_of(OrganisationFactory())
    askers = [person_of(OrganisationFactory(name=f"提问单位{n}")) for n in "甲乙"]
    question = questions.ask_question(demand, by=askers[0], text=TEXT)
    waiting = f"/workbench/questions/{question.pk}/"
    reading = (client, signed_in(third), signed_in(office.editor), signed_in(office.approver))
    api = f"/api/demands/{demand.lifecycle.number}"

    def world():
        seen = []
        for reader in reading:
            seen += [page(reader, url_of(demand)), reader.get(api).text]
            if reader in reading[2:]:
                seen += [page(reader, waiting), page(reader, "/workbench/")]
        return seen

    def worlds():
        found = []
        for person in askers:
            firm = person.memberships.get().organisation
            Question.objects.filter(pk=question.pk).update(asker=person, organisation=firm)
            found.append(world())
        return found

    before = worlds()
    assert before[0] == before[1]
    drafted = questions.draft_answer(question, by=office.editor, answer=ANSWER)
    questions.publish_answer(drafted, by=office.approver, version=drafted.version)
    after = worlds()
    assert after[0] == after[1]
    assert ANSWER in after[0][0]
    assert client.get(api).json()["questions"][0]["answer"] == ANSWER
    staff = page(signed_in(office.reviewer), waiting)
    assert "提问单位乙" in staff


def test_answers_stand_in_the_order_in_which_they_came(client, office):
    demand = office.published()
    asked = [
        questions.ask_question(demand, by=person_of(OrganisationFactory()), text=f"{n}问？")
        for n in "甲乙"
    ]
    for question in reversed(asked):
        drafted = questions.draft_answer(question, by=office.editor, answer=ANSWER)
        questions.publish_answer(drafted, by=office.approver, version=drafted.version)
    shown = page(client, url_of(demand))
    assert shown.index("乙问？") < shown.index("甲问？")


def test_a_closed_demand_is_called_closed_beside_its_title(client):
    demand = open_demand()
    assert 'role="status"' in page(client, url_of(demand))
    closed = with_lifecycle(demand, closes_at=clock.now())
    shown = page(client, url_of(closed))
    head = shown[: shown.index("</h1>")]
    assert "已截止" in head[head.index("page-head") :]
    assert "data-until" not in shown


def test_the_servers_clock_answers_and_is_never_kept(client):
    before = clock.now()
    answer = client.get("/clock/")
    assert before <= datetime.fromisoformat(answer.json()["now"]) <= clock.now()
    assert "no-store" in answer["Cache-Control"]
