"""Who proposes or collects sees what asks for nearly the same, and no draft of anybody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.calls import replying
from marketplace.calls.models import Proposal
from marketplace.challenges.duplicates import Wanted, near_equal
from marketplace.core import clock
from tests.calls.factories import Calling, Collecting
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import AgencyFactory, OrganisationFactory
from tests.portal.pairs import SUMMARY, flood_demand, indexed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

TITLE = "易涝点积水短时预报"
TEXT = "在易涝点布设水位监测终端，结合雷达降雨提前三十分钟预报积水并联动泵站。"


def found(reader, *without):
    return near_equal(Wanted(TITLE, TEXT, reader, without), now=clock.now())


def other_demand():
    return open_demand(title="图书馆自助借还", summary="读者凭证借还图书，预约座位，超时释放。")


def hidden(owner):
    """Return a draft of a body that asks for the same."""
    draft = open_demand(owner, title="未公开的积水预报", summary=SUMMARY)
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    return with_lifecycle(draft, number=None, state="unpublished", published_at=None)


def test_what_is_public_and_ones_own_drafts_are_found_and_no_draft_of_others():
    calling = Calling()
    known = flood_demand()
    other_demand()
    hidden(AgencyFactory())
    own = hidden(calling.firm)
    indexed()
    assert found(calling.proposer) == [known, own] or found(calling.proposer) == [own, known]
    assert found(calling.officer) == [known]
    assert found(calling.officer, known.pk) == []


def test_the_two_worlds_with_and_without_a_secret_draft_look_the_same():
    calling = Calling()
    flood_demand()
    indexed()
    before = found(calling.proposer)
    hidden(AgencyFactory())
    indexed()
    assert found(calling.proposer) == before


def test_a_proposal_near_to_a_demand_is_sent_once_the_proposer_goes_on(client):
    calling = Calling()
    known = flood_demand()
    other_demand()
    indexed()
    client.force_login(calling.proposer)
    page = reverse("calls:propose", args=[calling.key])
    sent = {"organisation": calling.firm.pk, "title": TITLE, "need": TEXT}
    asked = client.post(page, sent)
    shown = asked.content.decode()
    assert known.title in shown
    assert str(known.lifecycle.owner) in shown
    assert TEXT in shown
    assert not Proposal.objects.exists()
    assert client.post(page, {**sent, "go_on": "1"}).status_code == 302
    receipt = Proposal.objects.get().receipt
    client.force_login(calling.officer)
    read = client.get(reverse("calls:proposal", args=[receipt])).content.decode()
    assert known.title in read


def test_a_need_shows_what_is_near_to_the_body_that_collects_it(client):
    collecting = Collecting()
    known = flood_demand()
    other_demand()
    indexed()
    need = collecting.need(title=TITLE, summary=TEXT)
    client.force_login(collecting.editors[0])
    page = client.get(reverse("calls:reply", args=[need.reply_id])).content.decode()
    assert known.title in page


def test_without_an_engine_the_page_says_so_and_a_proposal_is_sent(client):
    calling = Calling()
    assert found(calling.proposer) is None
    client.force_login(person_of(calling.firm))
    sent = {"organisation": calling.firm.pk, "title": TITLE, "need": TEXT}
    assert client.post(reverse("calls:propose", args=[calling.key]), sent).status_code == 302
    page = client.get(reverse("calls:proposal", args=[Proposal.objects.get().receipt]))
    assert "检索服务暂时不可用" in page.content.decode()


def test_who_runs_a_round_sees_that_two_bodies_need_the_same_and_the_bodies_do_not(client):
    collecting = Collecting()
    indexed()
    for at, title in enumerate((TITLE, "低洼路段积水短时预报")):
        collecting.need(at, title=title, summary=TEXT)
    first, second = collecting.reply(0), collecting.reply(1)
    address = reverse("calls:reply", args=[first.pk])
    replying.send_reply(first, by=collecting.approvers[0])
    client.force_login(collecting.runner)
    assert "低洼路段积水短时预报" not in client.get(address).content.decode()
    replying.send_reply(second, by=collecting.approvers[1])
    read = client.get(address).content.decode()
    assert "低洼路段积水短时预报" in read
    assert reverse("calls:reply", args=[second.pk]) in read
    client.force_login(collecting.editors[0])
    assert "低洼路段积水短时预报" not in client.get(address).content.decode()


def test_who_answers_a_call_sees_that_two_propose_the_same_and_the_proposers_do_not(client):
    calling = Calling()
    indexed()
    first = calling.proposal(title=TITLE, need=TEXT)
    firm = OrganisationFactory()
    second = calling.proposal(
        person_of(firm), organisation=firm, title="低洼路段积水短时预报", need=TEXT
    )
    address = reverse("calls:proposal", args=[first.receipt])
    client.force_login(calling.officer)
    read = client.get(address).content.decode()
    assert reverse("calls:proposal", args=[second.receipt]) in read
    client.force_login(calling.proposer)
    assert "低洼路段积水短时预报" not in client.get(address).content.decode()


def test_a_challenge_begun_outside_calls_shows_what_is_near_to_its_author_and_staff(client):
    office, other = ChallengeOffice(), ChallengeOffice()
    known = flood_demand()
    waiting = other.arguing(title="低洼路段积水短时预报", summary=TEXT, content=TEXT, goals=TEXT)
    indexed()
    challenge = office.drafted(title=TITLE, summary=TEXT, content=TEXT, goals=TEXT)
    address = reverse("challenges:work", args=[challenge.demand_id])
    client.force_login(office.editor)
    page = client.get(address).content.decode()
    assert known.title in page
    assert waiting.demand.title not in page
    client.force_login(office.reviewer)
    page = client.get(address).content.decode()
    assert known.title in page
    assert waiting.demand.title in page
