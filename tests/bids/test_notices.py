"""Bidders hear of the opening, each of its own; before it nobody hears of anything."""

from __future__ import annotations

import pytest
from django.db import transaction

from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.bids.factories import open_challenge, opened, sealed
from tests.claims.factories import person_of
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def told():
    with transaction.atomic():
        notify_on_entry(Entry.objects.filter(kind="bids_opened").latest("pk"), "")
    return {row.user: row for row in Notification.objects.filter(kind="bids_opened")}


def test_each_bidders_bid_managers_hear_of_the_opening(challenge, firm, bidder, officer):
    sealed(challenge, firm, bidder)
    colleague = person_of(firm)
    person_of(firm, Role.VIEWER)
    opened(challenge, officer)
    rows = told()
    assert set(rows) == {bidder, colleague}
    notice = notice_of(rows[bidder])
    assert notice.title == "您的揭榜方案已开启"
    assert notice.text == challenge.demand.title


def test_bidders_hear_that_too_few_came(firm, bidder):
    challenge = open_challenge(rules={"minimum_bids": 2})
    sealed(challenge, firm, bidder)
    opened(challenge)
    assert "未开启" in notice_of(told()[bidder]).title
