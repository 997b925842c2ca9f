"""What a list shows as near in meaning where words find few."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from marketplace.listings.models import Demand
from search import encoding, nearby
from search.engines.protocol import EngineUnavailable
from search.listing_search import ListQuery, search_listings
from tests.claims.factories import capability_of, open_demand
from tests.factories import OrganisationFactory
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("index")]

TYPED = "联泵动站"
"""The characters of a title in no order of its own: no word of it, and near to a plain model."""


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch, settings) -> Callable[..., set[int]]:
    monkeypatch.setitem(encoding._IN_WHEELS, "plain", "tests.search.plain.PlainEncoder")
    monkeypatch.setattr(encoding, "QUERY_SECONDS", 30)
    monkeypatch.setattr(nearby, "_ENOUGH", 0.5)
    settings.ENCODER = "plain"

    def asked(text: str = TYPED, *, without: tuple[int, ...] = (), **filters: list[str]):
        query = ListQuery(
            list_key="government_demands", now=datetime.now(UTC), text=text, filters=filters
        )
        return set(nearby.nearby(query, without=without))

    return asked


@pytest.fixture
def pumps(near: Callable[..., set[int]]) -> Demand:
    found = open_demand(title="泵站联动", summary="泵站联动", content="泵站联动")
    others = [
        open_demand(title=title, summary=title, content=title)
        for title in ("港口船舶", "校园餐食", "古籍修复", "血液冷链")
    ]
    for demand in (found, *others):
        tell("demand_published", demand)
        # Meanings are compared once both sides have some.
        capability = capability_of(OrganisationFactory(), title=demand.title)
        tell("capability_published", capability)
    follow_journal()
    call_command("search", "encode", stdout=StringIO())
    call_command("search", "calibrate", stdout=StringIO())
    return found


def test_what_has_none_of_the_words_is_near(near: Callable[..., set[int]], pumps: Demand) -> None:
    query = ListQuery(list_key="government_demands", now=datetime.now(UTC), text=TYPED)
    assert search_listings(query).total == 0
    assert near() == {pumps.pk}


def test_it_keeps_to_the_filters_and_to_what_is_not_shown(
    near: Callable[..., set[int]], pumps: Demand
) -> None:
    assert near(mode=[pumps.mode]) == {pumps.pk}
    assert near(mode=["nothing"]) == set()
    assert near(without=(pumps.pk,)) == set()


@pytest.mark.parametrize("typed", ["", "。", f"“{TYPED}”", f"{TYPED} -港口", "GB/T 28181"])
def test_who_says_what_must_stand_gets_nothing_else(
    near: Callable[..., set[int]], pumps: Demand, typed: str
) -> None:
    assert near(typed) == set()


def test_without_an_encoder_or_an_engine_nothing_is_near(
    near: Callable[..., set[int]], pumps: Demand, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise EngineUnavailable("no answer")

    settings.ENCODER = "none"
    assert near() == set()
    settings.ENCODER = "plain"
    monkeypatch.setattr(nearby, "builds", away)
    assert near() == set()
