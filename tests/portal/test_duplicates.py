"""Who proposes or collects sees what asks for nearly the same, and no draft of anybody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.calls.duplicates import Wanted, near_equal
from marketplace.calls.models import Proposal
from marketplace.core import clock
from tests.calls.factories import Calling, Collecting
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import AgencyFactory
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
