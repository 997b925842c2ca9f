"""The page of the outbox shows the machine's table, and the database holds its promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.notifications.models import Delivery, DeliveryState, Item, Preference, Wish
from marketplace.notifications.transitions import DELIVERY

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "notifications.md").read_text()
pytestmark = pytest.mark.both


def delivery(user, **given):
    now = clock.now()
    return Delivery(user=user, channel="mail", made_at=now, due_at=now, **given)


def test_the_page_shows_the_table():
    drawn = re.findall(r"^\s*(\w+) --> (\w+): (\w+)", PAGE, re.MULTILINE)
    told = re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \| (\w+) \|", PAGE, re.MULTILINE)
    for row in DELIVERY:
        (source,) = row.sources
        assert (source, row.target, row.verb) in drawn
        assert (row.verb, source, row.target, row.who) in told
    assert len(drawn) == len(told) == len(list(DELIVERY))
    assert {row.target for row in DELIVERY} == set(DeliveryState.values)


def test_what_was_sent_is_not_sent_again(lin):
    one = delivery(lin, pace="instant")
    one.send()
    one.finish(at=clock.now())
    with pytest.raises(Refusal):
        one.send()


def test_the_database_keeps_each_digest_item_and_wish_single(lin, ring):
    delivery(lin, pace="daily", period="2026-06-03").save()
    again = delivery(lin, pace="daily", period="2026-06-03")
    aimless = delivery(lin, pace="daily", period="")
    loose = Item(notification_id=1, channel="mail", pace="instant", outcome="taken", at=clock.now())
    on_page = Wish(user=lin, topic="portal", channel="page", pace="daily")
    half = Preference(user=lin, quiet_from="22:00")
    for row in (again, aimless, loose, on_page, half):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
