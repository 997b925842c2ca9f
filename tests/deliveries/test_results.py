"""What an accepted delivery leaves: a case in a draft and an entry, if the firm wants it."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from marketplace.core import clock
from marketplace.deliveries import results, verdicts
from marketplace.deliveries.models import Result
from marketplace.listings.models import Capability
from tests.claims.factories import capability_of
from tests.deliveries.refusing import refused

pytestmark = pytest.mark.django_db

SUMMARY = "命中率由 60% 提高到 91%，已在三个场站使用。"


@pytest.fixture
def accepted(site):
    site.appraised()
    verdicts.accept_delivery(site.delivery, by=site.approver)
    return site


def result_of(site):
    return Result.objects.for_rows().get(delivery=site.delivery)


def shown(client):
    return client.get(reverse("deliveries:results")).content.decode()


def test_nothing_is_public_before_the_firm_wants_it(client, accepted):
    firm = accepted.delivery.firm.name
    assert firm not in shown(client)
    results.publish_result(result_of(accepted), by=accepted.bidder, summary=SUMMARY)
    assert SUMMARY in shown(client)
    assert firm in shown(client)


def test_a_result_becomes_a_case_in_the_draft_of_a_capability(accepted):
    capability = capability_of(accepted.delivery.firm)
    Capability.objects.filter(pk=capability.pk).update(first_published_at=clock.now())
    capability.save_revision()
    results.publish_result(
        result_of(accepted), by=accepted.bidder, summary=SUMMARY, capability=capability
    )
    draft = Capability.objects.get(pk=capability.pk).get_latest_revision_as_object()
    case = draft.cases.get()
    assert (case.customer, case.result) == (
        accepted.delivery.demand.lifecycle.owner.name,
        SUMMARY,
    )
    assert not Capability.objects.get(pk=capability.pk).cases.exists()


def test_another_firms_capability_is_not_taken(accepted):
    other = capability_of(accepted.table.court.firms[1])
    call = partial(
        results.publish_result,
        result_of(accepted),
        by=accepted.bidder,
        summary=SUMMARY,
        capability=other,
    )
    assert "capability" in refused(call).fields
    assert result_of(accepted).state == "offered"


def test_the_firm_alone_decides_and_once(client, accepted):
    for person in (*accepted.outsiders(), accepted.officer, accepted.approver):
        call = partial(results.publish_result, result_of(accepted), by=person, summary=SUMMARY)
        assert refused(call).status == 403
    assert (
        "summary"
        in refused(
            partial(results.publish_result, result_of(accepted), by=accepted.bidder, summary="")
        ).fields
    )
    results.decline_result(result_of(accepted), by=accepted.bidder)
    late = partial(results.publish_result, result_of(accepted), by=accepted.bidder, summary="x")
    assert refused(late).code == "wrong_state"
    assert accepted.delivery.firm.name not in shown(client)
