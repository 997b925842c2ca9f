"""Of the demo's co-operations some are public with their amounts, and of one the steps alone."""

from __future__ import annotations

import pytest

from marketplace.demo import content, people
from marketplace.demo.listings import Names, load_batches, load_demand
from marketplace.demo.organisations import load_organisation
from marketplace.listings.models import Demand
from marketplace.listings.models.timeline import Timeline


def public_with_amount():
    """Return the demands of which an agreement with an amount is public."""
    rows = {row["key"]: row for row in content.demands()}
    signed = [row for row in content.claims() if (row.get("cooperation") or {}).get("public")]
    return [rows[row["demand"]] for row in signed if "amount" in row["cooperation"]]


def test_both_ways_of_showing_an_agreement_can_be_seen():
    shown = {row.get("timeline", Timeline.AMOUNTS) for row in public_with_amount()}
    assert shown == {Timeline.AMOUNTS, Timeline.STEPS}


@pytest.mark.django_db
def test_the_narrower_one_is_what_its_demand_says_when_it_is_loaded():
    people.make_staff()
    load_batches()
    row = next(row for row in public_with_amount() if "timeline" in row)
    taking_part = {row["owner"], *(one["organisation"] for one in row["parties"])}
    for one in content.organisations():
        if one["key"] in taking_part:
            load_organisation(one)
    assert load_demand({**row, "state": "draft"}, Names())
    assert Demand.objects.get().get_timeline_display() == "公开进展和单位，不公开金额"
