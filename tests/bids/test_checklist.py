"""The writing page says what a bid still lacks; my bids say what is to be completed by when."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.bids.beats import begin_vault
from marketplace.bids.checklist import checklist_of
from marketplace.bids.doors import door_of
from marketplace.bids.drafting import Written, read_draft
from marketplace.core import clock
from tests.bids.desk import Desk
from tests.bids.factories import drafted, open_challenge, texts_for

pytestmark = pytest.mark.django_db(transaction=True)


def items_of(challenge, firm, texts):
    found = checklist_of(Written(texts), challenge, firm=firm, at=clock.now())
    return {one.label: one for one in found}


def test_each_thing_is_open_until_the_draft_has_it(firm):
    challenge = open_challenge(rules={"own_share": "0.5", "consortium_limit": 2})
    empty = items_of(challenge, firm, {})
    assert not empty["技术方案、团队、实施计划和申请财政资金"].is_done
    assert empty["主要指标"].words == "已回应 0/5"
    whole = items_of(challenge, firm, texts_for(challenge))
    assert all(one.is_done for one in whole.values())
    assert len(whole) == 5


def test_what_the_rules_ask_for_is_said_beside_its_line(firm):
    challenge = open_challenge(rules={"own_share": "0.5", "consortium_limit": 2})
    texts = texts_for(challenge, own_money="1", partners="没有这家单位")
    found = items_of(challenge, firm, texts)
    assert not found["自筹资金"].is_done
    assert "60" in found["自筹资金"].words
    assert "没有这家单位" in found["联合体成员（如有）"].words


def test_the_writing_page_shows_it_as_last_saved(challenge, firm, bidder, client):
    drafted(challenge, firm, bidder)
    client.force_login(bidder)
    url = reverse("bids:draft", args=[challenge.demand.lifecycle.number, door_of(challenge, firm)])
    page = client.get(url)
    assert all(one.is_done for one in page.context["checklist"])
    assert read_draft(challenge, firm=firm)
    assert "填报清单" in page.content.decode()


def test_my_bids_name_what_is_to_be_completed_with_its_day(client):
    desk = Desk()
    begin_vault(desk.challenge)
    desk.ask()
    client.force_login(desk.bidder)
    page = client.get(reverse("bids:mine")).content.decode()
    assert reverse("bids:formal", args=[desk.bid.receipt]) in page
