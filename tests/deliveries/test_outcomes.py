"""On the page of the own bids a bidder reads what became of its own, and no word of others."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.bids.book import Book
from marketplace.bids.models import Bid
from marketplace.core import clock
from marketplace.deliveries.models import Delivery
from marketplace.organisations.models import Role
from marketplace.reviews.models import ReviewRound
from tests.agreements.factories import SigningTable
from tests.claims.factories import person_of
from tests.deliveries.factories import Site

pytestmark = pytest.mark.django_db


def shown_to(person) -> str:
    client = Client()
    client.force_login(person)
    page = client.get(reverse("bids:mine"))
    assert page.status_code == 200
    return page.content.decode().partition('id="my-bids"')[2].partition("</main>")[0]


@pytest.fixture(autouse=True)
def sealed_root(settings, tmp_path):
    settings.SEALED_ROOT = tmp_path


def with_vault(table: SigningTable) -> SigningTable:
    with transaction.atomic():
        Book.begin(table.challenge, at=clock.now())
    return table


def on_show() -> None:
    ReviewRound.objects.update(shown_at=timezone.now())


def test_rank_means_reasons_agreement_and_next_milestones_are_linked():
    site = Site()
    with_vault(site.table)
    on_show()
    text = shown_to(site.bidder)
    bid, delivery = site.table.court.bids[0], site.delivery
    assert "第 1 名" in text
    for criterion in site.table.challenge.criteria.all():
        assert criterion.name in text
    for address in (
        reverse("reviews:outcome", args=[bid.receipt]),
        reverse("agreements:detail", args=[delivery.agreement.number]),
        reverse("deliveries:delivery", args=[delivery.number]),
        reverse("awards:notice", args=[delivery.demand.lifecycle.number]),
    ):
        assert f'href="{address}"' in text
    assert site.checkpoint().milestone.title in text


def test_who_was_not_awarded_reads_its_own_rank_and_nothing_of_the_winner():
    site = Site()
    with_vault(site.table)
    on_show()
    text = shown_to(site.bidders[1])
    winner = site.table.court.bids[0]
    assert "第 2 名" in text
    for secret in (winner.receipt, str(winner.firm), site.delivery.number):
        assert secret not in text
    assert site.delivery.agreement.number not in text


def test_a_rank_is_read_only_while_the_result_is_on_show():
    site = Site()
    with_vault(site.table)
    assert "第 1 名" not in shown_to(site.bidder)
    on_show()
    ReviewRound.objects.update(state="replaced", ended_at=timezone.now())
    assert "第 1 名" not in shown_to(site.bidder)


def test_an_agreement_says_what_the_firm_does_next_and_until_when():
    table = with_vault(SigningTable())
    agreement = table.as_offered()
    text = shown_to(table.bidder)
    assert reverse("agreements:detail", args=[agreement.number]) in text
    assert "同意任务书" in text


def test_people_of_the_firm_who_do_not_bid_read_no_bid():
    site = Site()
    with_vault(site.table)
    on_show()
    text = shown_to(person_of(site.delivery.firm, Role.VIEWER))
    assert Bid.objects.all()[0].receipt not in text
    assert Delivery.objects.get().number not in text
