"""What an accepted application asked of opened resources becomes requests of its co-operation."""

from __future__ import annotations

import pytest

from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import Edit, save_draft
from marketplace.cooperations.models import ResourceRequest
from marketplace.cooperations.resources import grant_resource
from marketplace.journal.models import Entry
from marketplace.listings.models import OpenedResource
from tests.claims.factories import accept, claim_for, draft_for, sent
from tests.factories import ResourceKindFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DATA, SITE = "雨量站逐分钟数据", "泵站机房"


def opened(*texts):
    kinds = {text: ResourceKindFactory() for text in texts}
    terms = {"condition": "conditional", "access": "interface"}
    return [OpenedResource(kind=kind, text=text, **terms) for text, kind in kinds.items()]


@pytest.fixture
def claim(demand, firm, bidder):
    demand.opened_resources = opened(DATA, SITE)
    demand.save()
    draft = draft_for(demand, firm, bidder)
    asked = [one for one in Drafted(draft, by=bidder).questions if one.about == DATA]
    texts = dict(zip((one.name for one in asked), ("率定模型", "只在安全域内"), strict=True))
    save_draft(draft, by=bidder, edits={name: Edit(text) for name, text in texts.items()})
    return sent(draft, bidder)


def test_each_need_is_a_request_of_the_kind_that_the_demand_opens(claim, bidder, officer):
    accepted = accept(claim, by=officer)
    request = ResourceRequest.objects.get()
    assert request.cooperation == accepted.cooperation
    assert request.kind == claim.demand.opened_resources.get(text=DATA).kind
    assert request.purpose == f"{DATA}：率定模型\n只在安全域内"
    assert (request.asked_by, request.state) == (bidder, "asked")
    entry = Entry.objects.get(kind="resource_requested")
    assert (entry.subject(), entry.actor_key) == (request, str(officer.pk))
    assert grant_resource(request, by=officer).state == "granted"


def test_what_is_opened_no_longer_is_not_asked_for(claim, demand, officer):
    demand.opened_resources = opened(SITE)
    demand.save()
    accept(claim, by=officer)
    assert not ResourceRequest.objects.exists()


def test_the_longest_need_fits(demand, firm, bidder, officer):
    demand.opened_resources = opened("长" * 160)
    demand.save()
    draft = draft_for(demand, firm, bidder)
    asked = [one for one in Drafted(draft, by=bidder).questions if one.group]
    edits = {one.name: Edit("长" * one.limit) for one in asked}
    save_draft(draft, by=bidder, edits=edits)
    accept(sent(draft, bidder), by=officer)
    purpose = ResourceRequest.objects.get().purpose
    assert purpose.count("长") == 160 + sum(one.limit for one in asked)


def test_a_sentence_and_a_phone_ask_for_nothing(demand, officer):
    accept(claim_for(demand), by=officer)
    assert not ResourceRequest.objects.exists()
