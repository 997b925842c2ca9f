"""Replies: needs as drafts or none with a name, late as ruled, one of one body."""

from __future__ import annotations

import pytest

from marketplace.calls import replying
from marketplace.calls.models import Need, Reply
from marketplace.calls.replying import NeedText
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.calls.factories import NEED, TITLE, Collecting, move_to
from tests.claims.factories import open_demand, person_of
from tests.listings.factories import Office

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_a_reply_is_one_or_several_drafts_of_the_bodys_own_demands(collecting):
    first = collecting.need()
    collecting.need(title="港区集卡排队引导", mode="challenge", infrastructure="new")
    reply = replying.send_reply(collecting.reply(), by=collecting.approvers[0], note="两项")
    assert (reply.state, reply.is_late, reply.note) == ("answered", False, "两项")
    drafts = Demand.objects.filter(collected__reply=reply)
    assert {one.lifecycle.owner for one in drafts} == {collecting.bodies[0]}
    assert not any(one.live for one in drafts)
    assert first.demand.lifecycle.created_by == collecting.editors[0]
    assert Entry.objects.get(kind="reply_answered").data == {"round": collecting.key}


def test_no_need_is_said_by_name(collecting):
    nameless = refused(
        lambda: replying.say_none(collecting.reply(), by=collecting.editors[0], signed=" ")
    )
    assert "signed" in nameless.fields
    assert collecting.said_none().signed == "王主任"


def test_a_reply_with_needs_is_not_none_and_one_without_is_not_sent(collecting):
    empty = refused(lambda: replying.send_reply(collecting.reply(), by=collecting.editors[0]))
    assert "" in empty.fields
    need = collecting.need()
    assert "signed" in refused(collecting.said_none).fields
    replying.drop_need(need, by=collecting.editors[0])
    assert collecting.said_none().state == "none"
    assert Demand.objects.filter(pk=need.demand_id).exists()


def test_a_need_that_lacks_what_the_round_asks_is_named_and_stops_the_reply():
    collecting = Collecting(asks=["indicators", "summary"])
    collecting.need()
    refusal = refused(lambda: replying.send_reply(collecting.reply(), by=collecting.editors[0]))
    [told] = refusal.fields[""]
    assert TITLE in str(told)
    assert collecting.reply().state == "waiting"


def test_a_draft_that_the_body_has_already_is_taken_once_and_no_other_is(collecting):
    office = Office()
    own = office.draft(title="已有草稿")
    collecting.bodies[0], collecting.editors[0] = office.organisation, office.editor
    reply = Reply.objects.create(
        round=collecting.round,
        organisation=office.organisation,
        addressed_at=collecting.round.opened_at,
    )
    for _ in range(2):
        replying.attach_draft(reply, own, by=office.editor)
    assert Need.objects.get().demand == own
    for other in (open_demand(office.organisation), Office().draft()):
        with pytest.raises(Refusal):
            replying.attach_draft(reply, other, by=office.editor)


def test_late_replies_are_marked_where_the_round_takes_them():
    collecting = Collecting()
    move_to(collecting.round.due_at)
    assert collecting.said_none().is_late


def test_at_the_due_time_itself_nothing_is_taken_where_the_round_takes_no_late_reply():
    collecting = Collecting(takes_late=False)
    move_to(collecting.round.due_at)
    assert refused(collecting.said_none).code == "too_late"
    assert refused(collecting.need).code == "too_late"


def test_a_reply_is_taken_back_and_sent_again(collecting):
    collecting.answered()
    sent_twice = refused(lambda: replying.send_reply(collecting.reply(), by=collecting.editors[0]))
    assert sent_twice.code == "wrong_state"
    assert refused(collecting.need).code == "wrong_state"
    back = replying.take_back(collecting.reply(), by=collecting.editors[0])
    assert (back.state, back.answered_at) == ("waiting", None)
    assert replying.send_reply(back, by=collecting.editors[0]).state == "answered"


def test_only_the_bodys_editors_and_approvers_reply(collecting):
    strangers = (
        collecting.editors[1],
        collecting.runner,
        person_of(collecting.bodies[0], Role.VIEWER),
    )
    for person in strangers:
        refusal = refused(
            lambda person=person: replying.say_none(collecting.reply(), by=person, signed="某某")
        )
        assert refusal.status == 403
    assert collecting.reply().state == "waiting"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"summary": "<b>粗</b>"}, "summary"),
        ({"mode": "supply"}, "mode"),
        ({"infrastructure": "x"}, "infrastructure"),
    ],
)
def test_a_mistake_leaves_no_draft(collecting, said, field):
    assert field in refused(lambda: collecting.need(**said)).fields
    assert not Demand.objects.exists()


def test_characters_that_nobody_sees_are_left_out(collecting):
    assert collecting.need(title="零\0字\u202e").demand.title == "零字"


def test_the_same_form_sent_twice_is_one_draft(collecting):
    text = NeedText(TITLE, NEED)
    for _ in range(2):
        replying.add_need(collecting.reply(), text, by=collecting.editors[0], idempotency_key="k")
    assert Need.objects.count() == Demand.objects.count() == 1
