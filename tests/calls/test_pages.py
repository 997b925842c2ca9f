"""Pages of rounds, replies, open calls and proposals, through the doors that people use."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from openpyxl import load_workbook

from marketplace.calls.models import OpenCall, Proposal, Round
from marketplace.core import clock
from marketplace.organisations.models import Role
from marketplace.subscriptions.models import Follow
from tests.calls.factories import NEED, TITLE, WORDS, move_to
from tests.claims.factories import open_demand, person_of
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.listings.factories import staff

pytestmark = pytest.mark.django_db


def url(name, *more):
    return reverse(f"calls:{name}", args=more)


def text_of(response):
    return response.content.decode()


def as_person(client, person):
    client.force_login(person)
    return client


def written(instant):
    return localtime(instant).strftime("%Y-%m-%dT%H:%M")


def in_days(days):
    return written(clock.now() + timedelta(days=days))


def typed_round(**more):
    return {"title": "摸排", "words": WORDS, "due_at": in_days(9), "kinds": ["agency"], **more}


def test_staff_write_a_round_see_whom_it_asks_and_open_it(client):
    body = AgencyFactory()
    as_person(client, staff())
    made = client.post(url("new_round"), typed_round(takes_late="on"))
    round_ = Round.objects.get()
    assert made["Location"] == url("round", round_.pk)
    assert body.name in text_of(client.get(url("round", round_.pk)))
    other = AgencyFactory()
    none = client.post(url("act_round", round_.pk, "choose"), {"bodies": []})
    assert none.status_code == 422
    client.post(url("act_round", round_.pk, "choose"), {"bodies": [body.pk]})
    client.post(url("act_round", round_.pk, "open"))
    assert round_.replies.get().organisation == body != other
    assert client.get(url("edit_round", round_.pk)).status_code == 404


def test_a_mistake_keeps_what_was_typed_and_says_whom_it_would_ask(client):
    AgencyFactory()
    as_person(client, staff())
    answer = client.post(url("new_round"), typed_round(title="", words="很长的说明"))
    assert answer.status_code == 422
    assert "很长的说明" in text_of(answer)
    assert "1 个单位" in text_of(answer)
    assert not Round.objects.exists()


def test_a_draft_is_changed_and_of_two_writers_one_is_told(client, collecting):
    draft = collecting.drafted()
    as_person(client, collecting.runner)
    form = client.get(url("edit_round", draft.pk)).context["form"]
    sent = typed_round(title="改过的题", edition=form["edition"].value())
    assert client.post(url("edit_round", draft.pk), sent).status_code == 302
    again = client.post(url("edit_round", draft.pk), {**sent, "title": "后来的题"})
    assert again.status_code == 422
    assert "后来的题" in text_of(again)
    draft.refresh_from_db()
    assert draft.title == "改过的题"


def test_a_round_is_there_for_those_who_run_it_and_for_bodies_their_reply(client, collecting):
    page = url("round", collecting.key)
    assert as_person(client, collecting.runner).get(page).status_code == 200
    sent_on = as_person(client, collecting.editors[0]).get(page)
    assert sent_on["Location"] == url("reply", collecting.reply().pk)
    for person in (UserFactory(), person_of(AgencyFactory(), Role.EDITOR)):
        as_person(client, person)
        for address in (
            page,
            url("export", collecting.key),
            url("reply", collecting.reply().pk),
            url("new_round"),
            url("round", 10**9),
        ):
            assert client.get(address).status_code == 404
        assert client.post(url("act_round", collecting.key, "close")).status_code == 404
    assert collecting.round.state == "open"


def test_a_body_collects_and_sends_and_the_board_shows_it(client, collecting):
    page = url("reply", collecting.reply().pk)
    as_person(client, collecting.editors[0])
    key = client.get(page).context["forms"]["add"]["key"].value()
    client.post(
        page, {"verb": "add", "title": TITLE, "summary": NEED, "mode": "scenario", "key": key}
    )
    assert TITLE in text_of(client.get(page))
    board = url("round", collecting.key)
    as_person(client, collecting.runner)
    assert TITLE not in text_of(client.get(board))
    assert client.get(page).status_code == 404
    as_person(client, collecting.editors[0]).post(page, {"verb": "send", "note": "仅一项"})
    shown = as_person(client, collecting.runner).get(f"{board}?state=answered")
    assert TITLE in text_of(shown)
    assert str(collecting.bodies[1]) not in text_of(shown)
    assert "仅一项" in text_of(client.get(page))


def test_what_was_typed_stays_where_a_reply_is_refused(client, collecting):
    page = url("reply", collecting.reply().pk)
    as_person(client, collecting.editors[0])
    answer = client.post(page, {"verb": "add", "title": "", "summary": NEED, "mode": "scenario"})
    assert answer.status_code == 422
    assert NEED in text_of(answer)
    collecting.said_none()
    late = client.post(page, {"verb": "none", "signed": "李处长", "note": "另一个说法"})
    assert late.status_code == 422
    assert "另一个说法" in text_of(late)


def test_a_body_says_none_and_takes_it_back(client, collecting):
    page = url("reply", collecting.reply().pk)
    as_person(client, collecting.approvers[0])
    client.post(page, {"verb": "none", "signed": "李处长"})
    assert "李处长" in text_of(client.get(page))
    client.post(page, {"verb": "take_back"})
    assert collecting.reply().state == "waiting"
    assert client.post(page, {"verb": "nonsense"}).status_code == 404


def test_a_need_of_another_body_is_not_taken_out(client, collecting):
    need = collecting.need(1)
    as_person(client, collecting.editors[0])
    sent = {"verb": "drop", "need": need.pk}
    assert client.post(url("reply", collecting.reply(0).pk), sent).status_code == 404
    assert collecting.reply(1).needs.exists()


def test_the_board_is_a_workbook_too_without_formulas(client, collecting):
    collecting.need(title="=1+1")
    page = url("reply", collecting.reply().pk)
    as_person(client, collecting.editors[0]).post(page, {"verb": "send", "note": ""})
    answer = as_person(client, collecting.runner).get(url("export", collecting.key))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in cells
    assert collecting.bodies[1].name in cells


def test_the_runner_extends_asks_and_closes_on_the_board(client, collecting):
    board = url("round", collecting.key)
    as_person(client, collecting.runner)
    earlier = client.post(
        url("act_round", collecting.key, "extend"),
        {"until": written(collecting.round.due_at - timedelta(days=1))},
    )
    assert earlier.status_code == 422
    client.post(url("act_round", collecting.key, "extend"), {"until": in_days(20)})
    late = AgencyFactory()
    client.post(url("act_round", collecting.key, "ask"), {"body": late.pk})
    assert late.name in text_of(client.get(board))
    firm = client.post(url("act_round", collecting.key, "ask"), {"body": OrganisationFactory().pk})
    assert firm.status_code == 422
    client.post(url("act_round", collecting.key, "close"))
    assert collecting.round.state == "closed"


def test_rounds_stand_on_the_list_of_bodies_and_runners_alone(client, collecting):
    for person, count in (
        (collecting.runner, 1),
        (collecting.editors[0], 1),
        (UserFactory(), 0),
    ):
        page = text_of(as_person(client, person).get(url("rounds")))
        assert page.count("2027 年应用场景摸排") == count, person


def test_everybody_reads_open_calls_and_no_draft(client, calling):
    draft = OpenCall.objects.create(
        title="还没有公开的征集",
        words=WORDS,
        department=calling.department,
        due_at=clock.now() + timedelta(days=3),
        drafted_at=clock.now(),
        drafted_by=calling.officer,
    )
    assert calling.call.title in text_of(client.get(url("calls")))
    assert draft.title not in text_of(client.get(url("calls")))
    assert client.get(url("call", calling.key)).status_code == 200
    assert client.get(url("call", draft.pk)).status_code == 404
    as_person(client, calling.officer)
    assert draft.title in text_of(client.get(url("calls")))
    client.post(url("act_call", draft.pk, "open"))
    client.logout()
    assert client.get(url("call", draft.pk)).status_code == 200


def test_a_department_writes_a_call(client, calling):
    as_person(client, calling.officer)
    sent = {
        "title": "场景建议征集",
        "words": WORDS,
        "due_at": in_days(30),
        "kind": "scenario",
        "department": calling.department.pk,
        "answer_workdays": 5,
    }
    wrong = client.post(url("new_call"), {**sent, "answer_workdays": 0})
    assert wrong.status_code == 422
    assert WORDS in text_of(wrong)
    made = client.post(url("new_call"), sent)
    call = OpenCall.objects.latest("pk")
    assert made["Location"] == url("call", call.pk)
    changed = {**sent, "title": "另一题", "edition": 1}
    client.post(url("edit_call", call.pk), changed)
    client.post(url("act_call", call.pk, "discard"))
    call.refresh_from_db()
    assert (call.title, call.state) == ("另一题", "discarded")
    for person in (calling.proposer, UserFactory()):
        assert as_person(client, person).get(url("new_call")).status_code == 404
        assert client.post(url("act_call", calling.key, "close")).status_code == 404


def test_a_firm_proposes_and_follows_it_by_its_receipt(client, calling):
    as_person(client, calling.proposer)
    form = client.get(url("propose", calling.key)).context["form"]
    sent = {
        "organisation": calling.firm.pk,
        "title": TITLE,
        "need": NEED,
        "key": form["key"].value(),
    }
    empty = client.post(url("propose", calling.key), {**sent, "title": ""})
    assert empty.status_code == 422
    assert NEED in text_of(empty)
    answer = client.post(url("propose", calling.key), sent)
    made = Proposal.objects.get()
    assert answer["Location"] == url("proposal", made.receipt)
    assert NEED in text_of(client.get(answer["Location"]))
    assert TITLE in text_of(client.get(url("mine")))
    client.post(answer["Location"], {"verb": "withdraw"})
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_to_everybody_else_a_proposal_is_as_one_that_does_not_exist(client, calling):
    receipt = calling.proposal().receipt
    for person in (
        person_of(OrganisationFactory()),
        person_of(AgencyFactory(), Role.EDITOR),
        person_of(calling.department, Role.VIEWER),
    ):
        as_person(client, person)
        for one in (receipt, "2222-2222-2222"):
            assert client.get(url("proposal", one)).status_code == 404
            assert client.post(url("proposal", one), {"verb": "adopt"}).status_code == 404
        pages = (client.get(url("call", calling.key)), client.get(url("mine")))
        assert not any(TITLE in text_of(page) for page in pages)


def test_an_officer_adopts_on_the_page_and_the_proposer_reads_it(client, calling):
    page = url("proposal", calling.proposal().receipt)
    as_person(client, calling.officer)
    assert client.post(page, {"verb": "decline", "answer": ""}).status_code == 422
    client.post(page, {"verb": "adopt", "mode": "challenge", "answer": "已列入论证。"})
    shown = text_of(as_person(client, calling.proposer).get(page))
    assert "已列入论证。" in shown
    late = as_person(client, calling.approver).post(page, {"verb": "decline", "answer": "迟来的话"})
    assert late.status_code == 422
    assert "迟来的话" in text_of(late)


def test_staff_pass_a_proposal_on(client, calling):
    proposal = calling.proposal()
    other = AgencyFactory()
    as_person(client, staff())
    client.post(url("proposal", proposal.receipt), {"verb": "pass_on", "to": other.pk})
    proposal.refresh_from_db()
    assert proposal.handler == other


def test_without_a_firm_the_page_says_why_nobody_can_propose(client, calling):
    as_person(client, UserFactory())
    page = text_of(client.get(url("propose", calling.key)))
    assert "<textarea" not in page
    move_to(calling.call.due_at)
    page = text_of(as_person(client, calling.proposer).get(url("propose", calling.key)))
    assert "<textarea" not in page


def test_a_followed_demand_leaves_what_was_typed(client, calling):
    demand = open_demand()
    as_person(client, calling.proposer)
    sent = {"organisation": calling.firm.pk, "title": TITLE, "need": NEED, "follow": demand.pk}
    answer = client.post(url("propose", calling.key), sent)
    assert NEED in text_of(answer)
    assert Follow.objects.get().demand == demand
    assert not Proposal.objects.exists()
    gone = client.post(url("propose", calling.key), {**sent, "follow": "x"})
    assert gone.status_code == 404
