"""Every page of a draft tells of addenda that came since the draft was begun or last sent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.claims.questions import Step
from marketplace.listings.actions import withdraw_listing
from marketplace.organisations.models import Role
from tests.claims.factories import announce_change, draft_for, person_of, sent, with_lifecycle
from tests.claims.helping import Help

pytestmark = pytest.mark.django_db

PAGES = [*(f"{step}/" for step in Step), "review/"]


def read(client, draft, page):
    start = reverse("claims:start", args=[draft.demand.lifecycle.number, draft.key])
    answer = client.get(f"{start}{page}")
    assert answer.status_code == 200
    return answer


def told(answer):
    return [one.addendum.number for one in answer.context["changes"]]


def part_of(page):
    return page.content.decode().split('id="live-changed"')[1].split("</section>")[0]


def followed_part(page):
    """Return the part as the open page fetches it after a change."""
    address = page.content.decode().split('data-fragment="')[1].split('"')[0]
    return part_of(Client().get(address))


@pytest.fixture
def draft(demand, firm, bidder, client):
    client.force_login(bidder)
    announce_change(demand)
    return draft_for(demand, firm, bidder)


@pytest.mark.parametrize("page", PAGES)
def test_what_came_since_the_draft_was_begun_stands_on_each_page(page, client, demand, draft):
    before = read(client, draft, page)
    assert (told(before), " hidden" in part_of(before)) == ([], True)
    announce_change(demand)
    after = read(client, draft, page)
    assert told(after) == [2]
    for text in (part_of(after), followed_part(before)):
        assert " hidden" not in text
        assert all(one in text for one in ("变更公告第 2 号", "开元路沿线", "筼筜路沿线"))
        assert "变更公告第 1 号" not in text
        assert f'href="/demands/{demand.lifecycle.number}/#addendum-2"' in text


def test_the_link_leads_to_the_addendum_on_the_page_of_the_demand(client, demand, draft):
    assert 'id="addendum-1"' in client.get(f"/demands/{demand.lifecycle.number}/").content.decode()


def test_what_was_known_when_the_draft_was_last_sent_is_told_no_more(client, demand, firm, bidder):
    client.force_login(bidder)
    draft = draft_for(demand, firm, bidder)
    announce_change(demand)
    sent(draft, bidder)
    assert told(read(client, draft, "approach/")) == []
    announce_change(demand)
    assert told(read(client, draft, "approach/")) == [2]


def test_a_refused_sending_shows_a_change_once(client, demand, draft):
    page = read(client, draft, "review/")
    announce_change(demand)
    given = {"seen": page.context["drafted"].mark, "key": "k1", "addendum": "1"}
    again = client.post(page.request["PATH_INFO"], given)
    text = again.content.decode()
    assert again.status_code == 409
    assert (text.count('id="addendum-2"'), " hidden" in part_of(again)) == (1, True)
    announce_change(demand)
    assert "变更公告第 2 号" not in followed_part(again)
    assert "变更公告第 3 号" in followed_part(again)


def test_who_fills_in_for_the_firm_is_told_as_well(client, demand):
    helped = Help()
    draft = helped.filled_in(demand)
    announce_change(demand)
    client.force_login(helped.filler)
    for page in PAGES:
        assert told(read(client, draft, page)) == [1]


def test_an_open_page_is_told_that_the_demand_was_withdrawn(client, demand, draft):
    page = read(client, draft, "approach/")
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    withdraw_listing(demand, by=officer, reason="项目暂停实施。")
    assert "项目暂停实施。" in followed_part(page)


def test_of_a_demand_that_is_public_no_more_nothing_is_told(client, demand, draft):
    announce_change(demand)
    with_lifecycle(demand, state="withdrawn")
    page = read(client, draft, "approach/")
    assert (told(page), "筼筜路沿线" in page.content.decode()) == ([], False)


@pytest.mark.parametrize(
    "drawn", ["", "since", "since-", "since-x", "since--1", "since-" + "9" * 99]
)
def test_a_part_for_which_no_number_is_known_is_drawn_all_the_same(drawn, demand):
    announce_change(demand)
    answer = Client().get(f"/live/demand/{demand.lifecycle.number}/", {"drawn": drawn})
    assert answer.status_code == 200
