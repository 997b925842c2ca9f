"""Who judges a challenge sees which capabilities on the list may do it already."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.core import clock
from marketplace.portal.supply import existing_supply
from tests.challenges.factories import ChallengeOffice
from tests.portal.pairs import SUMMARY, flood_demand, forecast, indexed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "few")]

ASKED = {"title": "老城区易涝点积水预报", "summary": SUMMARY, "content": SUMMARY}
OFFERED = f"{SUMMARY}命中率、提前量、误报率、覆盖点位、响应时间均经暴雨巡查检验。"


def test_a_draft_finds_what_is_public_and_no_draft(client):
    office = ChallengeOffice()
    known = forecast(summary=OFFERED)
    hidden = forecast(summary=OFFERED, title="未发布的积水预报系统")
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    challenge = office.arguing(**ASKED)
    flood_demand()
    indexed()
    found = existing_supply(challenge.demand, clock.now())
    assert found == [known]
    [vote] = office.asked(challenge, count=1)
    client.force_login(vote.reviewer)
    page = client.get(reverse("challenges:vote", args=[vote.pk])).content.decode()
    assert known.title in page
    assert hidden.title not in page


def test_without_an_engine_the_page_says_so(client):
    office = ChallengeOffice()
    challenge = office.arguing(**ASKED)
    assert existing_supply(challenge.demand, clock.now()) is None
    client.force_login(office.editor)
    page = client.get(reverse("challenges:work", args=[challenge.demand_id])).content.decode()
    assert "检索服务暂时不可用" in page
