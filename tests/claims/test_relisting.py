from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.actions import decline_claim
from marketplace.claims.models import Relisting
from marketplace.claims.relisting import (
    relist_demand,
    relisted_on_page,
    relisting_on_publication,
)
from marketplace.cooperations.actions import end_cooperation
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, person_of, with_lifecycle
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def close(demand):
    return with_lifecycle(demand, closes_at=timezone.now() - timedelta(minutes=1))


def publish(draft):
    """Publish a draft without its approvals, as the journal tells it."""
    Demand.objects.filter(pk=draft.pk).update(live=True)
    DemandLifecycle.objects.filter(demand=draft).update(
        state="live", number="XQ-2026-9001", published_at=timezone.now()
    )
    fresh = Demand.objects.select_related("lifecycle").get(pk=draft.pk)
    with transaction.atomic():
        entry = record("demand_published", fresh, actor=None)
    for _ in range(2):
        with transaction.atomic():
            relisting_on_publication(entry)
    return fresh


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_a_closed_demand_is_copied_and_linked(demand, officer):
    draft = relist_demand(close(demand), by=officer)
    made = Relisting.objects.get()
    assert (made.ancestor, made.successor) == (demand, draft)
    assert (draft.title, draft.lifecycle.state) == (demand.title, "unpublished")
    assert draft.closes_at is None


def test_a_second_call_returns_the_same_draft(demand, officer):
    demand = close(demand)
    assert relist_demand(demand, by=officer) == relist_demand(demand, by=officer)
    assert Demand.objects.count() == 2


def test_an_open_demand_is_not_listed_again(demand, officer):
    assert refused(lambda: relist_demand(demand, by=officer)).code == "not_closed"


def test_a_withdrawn_one_is(demand, officer):
    draft = relist_demand(with_lifecycle(demand, state="withdrawn"), by=officer)
    assert draft.title == demand.title


def test_what_came_of_it_or_still_waits_stands_in_the_way(demand, officer):
    claim = claim_for(demand)
    demand = close(demand)
    assert refused(lambda: relist_demand(demand, by=officer)).code == "waiting"
    cooperation: Any = accept(claim, by=officer).cooperation
    assert refused(lambda: relist_demand(demand, by=officer)).code == "cooperation"
    end_cooperation(cooperation, by=officer, reason="双方未谈成")
    assert relist_demand(demand, by=officer).title == demand.title


def test_a_declined_application_does_not(demand, officer):
    decline_claim(claim_for(demand), by=officer, reason="不符")
    assert relist_demand(close(demand), by=officer).title == demand.title


def test_only_the_handling_units_editors_do_it(demand):
    demand = close(demand)
    owner = demand.lifecycle.owner
    for person in (
        person_of(owner, Role.VIEWER),
        person_of(owner, Role.APPROVER),
        person_of(OrganisationFactory(), Role.OWNER),
    ):
        refusal = refused(lambda one=person: relist_demand(demand, by=one))
        assert (refusal.code, refusal.status) == ("not_officer", 403)


def test_no_circle_can_be_stored(demand, officer):
    draft = relist_demand(close(demand), by=officer)
    for pair in ((draft, demand), (demand, demand)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relisting.objects.filter(ancestor=demand).update(ancestor=pair[0], successor=pair[1])


def test_the_link_is_public_once_the_new_one_is_and_told_once(demand, officer):
    draft = relist_demand(close(demand), by=officer)
    assert relisted_on_page(demand) == {}
    assert not Entry.objects.filter(kind="demand_relisted").exists()
    fresh = publish(draft)
    assert relisted_on_page(Demand.objects.get(pk=demand.pk)) == {"relisted_as": fresh}
    assert relisted_on_page(fresh) == {"relisted_from": demand}
    entry = Entry.objects.get(kind="demand_relisted")
    assert (entry.subject(), entry.data) == (demand, {"successor": draft.pk})


def test_another_demands_publication_tells_nothing(demand, officer):
    with transaction.atomic():
        entry = record("demand_published", demand, actor=None)
        relisting_on_publication(entry)
    assert not Entry.objects.filter(kind="demand_relisted").exists()


def test_it_is_offered_and_done_on_the_page(client, demand, officer):
    address = reverse("claims:relist", args=[demand.lifecycle.number])
    table = reverse("claims:of_demand", args=[demand.lifecycle.number])
    client.force_login(officer)
    assert address not in client.get(table).content.decode()
    close(demand)
    assert address in client.get(table).content.decode()
    response = client.post(address)
    successor = Relisting.objects.get().successor
    assert response.url == reverse("listings:item", args=["demand", successor.pk])
