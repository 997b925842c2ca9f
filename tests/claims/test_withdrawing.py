"""A firm takes its application back for as long as it waits, after the close too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.actions import decline_claim, withdraw_claim
from marketplace.claims.models import Claim
from marketplace.core.refusals import Refusal
from tests.claims.factories import accept, claim_for, with_lifecycle

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def claim(demand, firm, bidder):
    return claim_for(demand, firm, bidder)


def closed(demand):
    past = timezone.now() - timedelta(minutes=1)
    return with_lifecycle(demand, closes_at=past, closed_at=past)


def test_a_waiting_application_is_withdrawn_after_the_close(claim, demand, bidder):
    closed(demand)
    assert withdraw_claim(claim, by=bidder).state == "withdrawn"


def test_one_for_a_withdrawn_demand_is_withdrawn_too(claim, demand, bidder):
    with_lifecycle(demand, state="withdrawn")
    assert withdraw_claim(claim, by=bidder).state == "withdrawn"


@pytest.mark.parametrize("answer", [accept, decline_claim])
def test_what_was_answered_is_not_withdrawn(claim, bidder, officer, answer):
    answer(claim, by=officer, reason="已阅")
    with pytest.raises(Refusal) as refusal:
        withdraw_claim(claim, by=bidder)
    assert (refusal.value.code, refusal.value.status) == ("wrong_state", 409)


def test_the_page_says_before_that_it_is_final(client, claim, demand, bidder):
    client.force_login(bidder)
    page = reverse("claims:receipt", args=[claim.receipt])
    assert "截止前可以重新申请" in client.get(page).text
    closed(demand)
    assert "撤回后不能再次申请" in client.get(page).text
    assert client.post(reverse("claims:withdraw", args=[claim.receipt])).status_code == 302
    assert Claim.objects.get().state == "withdrawn"
    apply = reverse("claims:apply", args=[demand.lifecycle.number])
    assert apply not in client.get(page).text
