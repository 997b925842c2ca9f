"""The pages of a formal check: officers, bidder and partner each see and do their part."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.bids.models import BidPartner
from marketplace.bids.waiting import steps_waiting_for
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import Notification
from tests.bids.desk import Desk
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def step(desk, name):
    return reverse("bids:formal_act", args=[desk.bid.receipt, name])


def test_a_check_goes_from_deficits_over_the_cure_to_the_admission(client):
    desk = Desk()
    page = reverse("bids:formal", args=[desk.bid.receipt])
    client.force_login(desk.officer)
    empty = client.post(step(desk, "ask"), {})
    assert empty.status_code == 422
    asked = client.post(step(desk, "ask"), {"complete": "缺少检测报告。"})
    assert asked.headers["Location"] == page
    client.force_login(desk.bidder)
    assert "缺少检测报告。" in client.get(page).content.decode()
    assert [one.url for one in steps_waiting_for(desk.bidder)] == [page]
    kept = client.post(step(desk, "cure"), {"cure": "已补交", "uploads": pdf("报告.exe")})
    assert kept.status_code == 422
    assert "已补交</textarea>" in kept.content.decode()
    client.post(step(desk, "cure"), {"cure": "已补交", "uploads": pdf("报告.pdf")})
    client.force_login(desk.officer)
    assert "报告.pdf" in client.get(page).content.decode()
    assert client.post(step(desk, "admit"), {"complete": "on"}).status_code == 422
    client.post(step(desk, "admit"), {"complete": "on", "attachments": "on"})
    assert "通过形式审查" in client.get(page).content.decode()
    assert not steps_waiting_for(desk.bidder)
    run_until_caught_up()
    told = Notification.objects.values_list("user", "kind")
    assert set(told) >= {
        (desk.bidder.pk, "deficits_written"),
        (desk.officer.pk, "deficits_cured"),
        (desk.bidder.pk, "bid_admitted"),
    }


def test_two_officers_keep_a_bid_out_and_its_bidder_alone_reads_why(client):
    desk = Desk()
    page = reverse("bids:formal", args=[desk.bid.receipt])
    client.force_login(desk.officer)
    client.post(step(desk, "propose"), {"reason": "other", "words": "附件与本榜单无关。"})
    assert client.post(step(desk, "exclude")).status_code == 422
    run_until_caught_up()
    client.force_login(desk.other)
    assert "附件与本榜单无关。" in client.get(page).content.decode()
    client.post(step(desk, "exclude"))
    client.force_login(desk.bidder)
    assert "附件与本榜单无关。" in client.get(page).content.decode()
    client.force_login(desk.rival.submitted_by)
    assert client.get(page).status_code == 404
    assert client.post(step(desk, "cure"), {"cure": "x"}).status_code == 404
    run_until_caught_up()
    told = set(Notification.objects.values_list("user", "kind"))
    assert (desk.other.pk, "exclusion_proposed") in told
    assert (desk.officer.pk, "exclusion_proposed") not in told
    assert (desk.bidder.pk, "bid_excluded") in told


def test_before_it_is_decided_a_bidder_reads_nothing_of_a_proposal(client):
    desk = Desk()
    desk.propose(words="附件与本榜单无关。")
    client.force_login(desk.bidder)
    page = client.get(reverse("bids:formal", args=[desk.bid.receipt])).content.decode()
    assert "附件与本榜单无关。" not in page


def test_a_partner_reads_its_part_alone_and_answers(client):
    desk = Desk(partner=OrganisationFactory(), approach="保密的技术路线")
    partner, theirs = BidPartner.objects.get(), person_of(desk.partner)
    page = reverse("bids:partner", args=[partner.pk])
    client.force_login(theirs)
    assert [one.url for one in steps_waiting_for(theirs)] == [page]
    assert page in client.get(reverse("bids:mine")).content.decode()
    text = client.get(page).content.decode()
    assert "试制" in text
    assert "保密的技术路线" not in text
    assert client.get(reverse("bids:opened", args=[desk.bid.receipt])).status_code == 404
    assert client.post(page, {"verb": "decline", "words": ""}).status_code == 422
    client.post(page, {"verb": "decline", "words": "没有谈过"})
    assert "没有谈过" in client.get(page).content.decode()
    client.post(page, {"verb": "confirm"})
    assert BidPartner.objects.get().state == "confirmed"
    run_until_caught_up()
    told = set(Notification.objects.values_list("user", "kind"))
    assert (theirs.pk, "bid_partner_asked") in told
    assert (desk.bidder.pk, "bid_partner_confirmed") in told
    client.force_login(desk.rival.submitted_by)
    assert client.get(page).status_code == 404
