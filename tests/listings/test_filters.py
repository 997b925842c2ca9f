"""What filters make of an address: known values in order, unknown ones remembered."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.http import QueryDict

from marketplace.listings.filters import BUDGET_BANDS, CapabilityFilter, DemandFilter, ListFilter
from marketplace.listings.models import Capability, Demand

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TERMS: Any = {
    "industry": [("it", "新一代信息技术"), ("it-ai", "人工智能"), ("bio", "生物医药")],
    "domain": [("traffic", "智慧交通"), ("medical", "智慧医疗")],
}
TOPS = {"it-ai": "it"}


def asked(query: str, kind: type[ListFilter] = DemandFilter) -> ListFilter:
    rows = (Demand if kind is DemandFilter else Capability).objects.all()
    return kind(QueryDict(query), rows, terms=TERMS, tops=TOPS, now=NOW)


def test_known_values_are_kept_once_and_in_the_vocabularys_order():
    assert asked("domain=medical&domain=traffic&domain=medical").chosen == {
        "domain": ["traffic", "medical"]
    }


def test_unknown_values_are_remembered_by_filter():
    found = asked("domain=nope&domain=traffic&state=x&sort=y&batch=z")
    assert found.chosen == {"domain": ["traffic"]}
    assert found.ignored == {"domain": ["nope"], "state": ["x"], "sort": ["y"], "batch": ["z"]}


def test_an_industry_gives_way_to_its_chosen_field():
    found = asked("industry=it&industry=it-ai&industry=bio")
    assert found.chosen["industry"] == ["it", "it-ai", "bio"]
    assert found.narrowing["industry"] == ["it-ai", "bio"]


def test_a_text_is_put_on_one_line_and_cut():
    assert asked("q=+a%0A%0Ab%00c++").text == "a b c"
    long = asked("q=" + "水" * 5000)
    assert (len(long.text), long.text_was_cut) == (100, True)
    assert not asked("q=水").text_was_cut


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "newest"),
        ("sort=budget", "budget"),
        ("sort=nope", "newest"),
        ("sort=relevance", "newest"),
        ("q=水", "relevance"),
        ("q=水&sort=newest", "newest"),
        ("q=水&sort=nope", "relevance"),
    ],
)
def test_the_order_is_the_one_on_offer_or_the_default(query: str, order: str):
    assert asked(query).order == order


def test_every_facet_has_a_label_and_is_a_filter():
    for kind in (DemandFilter, CapabilityFilter):
        form = asked("", kind).form
        assert all(form.fields[name].label for name in kind.FACETS)


def test_the_budget_bands_touch_and_leave_nothing_out():
    bounds = [(low, high) for _name, _label, low, high in BUDGET_BANDS]
    assert bounds[0][0] == 0
    assert bounds[-1][1] is None
    assert all(one[1] == other[0] for one, other in pairwise(bounds))
