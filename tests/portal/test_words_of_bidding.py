"""What pages around bidding say: before the press, after the close, and where nothing is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.listings.models import DemandLifecycle
from tests.challenges.factories import ChallengeOffice
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FINAL = "开启后不可撤销"


def opening_of(client, person, challenge):
    client.force_login(person)
    number = challenge.demand.lifecycle.number
    return client.get(reverse("bids:opening", args=[number])).text


def test_the_opening_says_before_the_press_what_is_final_and_what_becomes_public(client):
    office = ChallengeOffice()
    challenge = office.as_listed(rules={"minimum_bids": 3})
    before = opening_of(client, office.editor, challenge)
    assert FINAL not in before
    assert 'role="timer"' in before
    instant = clock.now() - timedelta(seconds=1)
    DemandLifecycle.objects.filter(demand=challenge.demand_id).update(closes_at=instant)
    Challenge.objects.filter(pk=challenge.pk).update(state="closed")
    page = opening_of(client, office.editor, challenge)
    assert page.index(FINAL) < page.index("开启全部揭榜方案")
    assert "不足 3 份时一律不开启" in page
    assert 'role="timer"' not in page


def test_where_no_challenge_or_bid_stands_a_way_leads_on(client):
    office = ChallengeOffice()
    office.as_listed()
    page = client.get(reverse("portal:challenges"), {"step": "completed"}).text
    main = page[page.index("<main") :]
    assert f'<a class="btn btn-primary" href="{reverse("portal:challenges")}">' in main
    listed = client.get(reverse("portal:challenges")).text
    assert re.search(r">\d{4}-\d\d-\d\d 星期. \d\d:\d\d 北京时间<", listed)
    client.force_login(UserFactory())
    mine = client.get(reverse("bids:mine")).text
    assert f'href="{reverse("portal:challenges")}?step=bidding"' in mine
    crumbs = mine[mine.index('class="crumbs') :]
    assert reverse("portal:workbench") in crumbs[: crumbs.index("</nav>")]
