"""After its co-operation has ended a firm may apply again; its old application stands as ended."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.models import Claim
from marketplace.cooperations.actions import end_cooperation
from marketplace.cooperations.models import Cooperation
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.claims.factories import accept, claim_for, draft_for, sent, with_lifecycle
from tests.cooperations.factories import Pair
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def pair():
    return Pair()


def end(pair):
    return end_cooperation(pair.cooperation, by=pair.officer, reason="双方未谈成")


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).state


def test_the_claim_ends_with_its_cooperation_in_one_transaction(pair):
    end(pair)
    assert (pair.cooperation.state, state_of(pair.claim)) == ("ended", "ended")
    assert Entry.objects.filter(kind="claim_ended", subject_key=str(pair.claim.pk)).count() == 1


def test_the_firm_may_apply_again_with_a_new_receipt_while_the_demand_is_open(pair):
    end(pair)
    again = claim_for(pair.demand, pair.firm, pair.provider)
    assert again.receipt != pair.claim.receipt
    assert accept(again, by=pair.officer).state == "accepted"
    assert Cooperation.objects.filter(provider=pair.firm).count() == 2


def test_a_full_draft_makes_a_new_claim_after_the_end_and_not_a_version_of_the_old_one(pair):
    end(pair)
    again = sent(draft_for(pair.demand, pair.firm, pair.provider), pair.provider)
    assert again.pk != pair.claim.pk
    assert (again.version, state_of(pair.claim)) == (1, "ended")


def test_before_the_end_and_after_the_close_the_firm_may_not_apply_again(pair):
    for code, change in (
        ("duplicate", lambda: None),
        ("closed", lambda: (end(pair), close(pair.demand))),
    ):
        change()
        with pytest.raises(Refusal) as refused:
            claim_for(pair.demand, pair.firm, pair.provider)
        assert refused.value.code == code


def close(demand):
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(seconds=1))


def test_the_database_keeps_one_live_claim_beside_those_that_ended(pair):
    end(pair)
    claim_for(pair.demand, pair.firm, pair.provider)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=pair.claim.pk).update(state="accepted")


def test_the_page_of_the_demand_offers_to_apply_again(pair):
    end(pair)
    client = Client()
    client.force_login(pair.provider)
    page = client.get(reverse("portal:demand", args=[pair.demand.lifecycle.number])).text
    assert 'data-state="ended"' in page
    assert reverse("claims:apply", args=[pair.demand.lifecycle.number]) in page
    receipt = client.get(reverse("claims:receipt", args=[pair.claim.receipt])).text
    assert "本次合作已结束" in receipt


@pytest.mark.django_db(transaction=True)
def test_of_an_end_and_many_new_applications_one_live_claim_remains_at_most(pair):
    apply = partial(claim_for, pair.demand, pair.firm, pair.provider)
    answers = at_once(partial(end, pair), *[apply] * 10)
    assert set(answers) <= {"done", "duplicate"}
    assert Claim.objects.live().filter(firm=pair.firm).count() == answers.count("done") - 1 <= 1
    assert state_of(pair.claim) == "ended"


def test_the_owner_still_reads_what_ended(pair):
    end(pair)
    client = Client()
    client.force_login(pair.officer)
    table = client.get(reverse("claims:of_demand", args=[pair.demand.lifecycle.number]))
    assert "合作已结束" in table.text
