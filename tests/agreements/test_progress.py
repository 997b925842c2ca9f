"""The public reads that an agreement was signed, and its amount only where the owner says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.agreements.models import Agreement
from marketplace.agreements.progress import public_agreements
from tests.agreements.factories import SigningTable

pytestmark = pytest.mark.django_db


def page(client, table):
    return client.get(reverse("portal:demand", args=[table.court.number])).content.decode()


def test_before_the_signing_the_public_reads_of_no_agreement(client, table):
    empty = page(client, table)
    agreement = table.as_agreed()
    assert public_agreements(table.challenge) == []
    assert agreement.number not in page(client, table)
    assert "任务书" not in empty.replace("任务书要点", "")


@pytest.mark.parametrize("is_public", [False, True])
def test_after_it_the_firm_the_day_and_perhaps_the_amount(client, is_public):
    table = SigningTable()
    agreement = table.as_signed()
    Agreement.objects.filter(pk=agreement.pk).update(is_public=is_public, amount="1234500.00")
    [told] = public_agreements(table.challenge)
    assert told.firm == str(table.firm)
    assert (told.amount is not None) is is_public
    text = page(client, table)
    assert "任务书" in text
    assert ("123.45" in text) is is_public
    assert agreement.number not in text


def test_the_challenges_page_leads_each_side_to_its_agreement(client, table):
    agreement = table.drafted()
    there = reverse("agreements:detail", args=[agreement.number])
    client.force_login(table.bidder)
    assert there in page(client, table)
    client.force_login(table.court.bidders[1])
    assert there not in page(client, table)
    client.force_login(table.officer)
    assert reverse("agreements:mine") in page(client, table)
