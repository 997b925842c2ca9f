"""The vocabulary of the moment, from the rows that everybody may see."""

import pytest
from django.utils import timezone

from marketplace.listings.models import Demand
from marketplace.organisations.models import Kind
from search import builds, vocabulary_held
from search.documents import LISTS
from search.listing_search import ListQuery, count_listings, search_listings
from tests.claims.factories import capability_of
from tests.cms.lists import demand
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
EVERYWHERE = frozenset(LISTS)


@pytest.fixture(autouse=True)
def forget():
    vocabulary_held.forget()


def found(typed: str) -> list[str]:
    asked = ListQuery(list_key="government_demands", now=timezone.now(), text=typed)
    result = search_listings(asked)
    assert count_listings([asked, asked]) == [result.total] * 2
    titles = dict(Demand.objects.values_list("pk", "title"))
    return [titles[pk] for pk in result.ids]


def test_letters_and_short_names_find_listings(index: None) -> None:
    office = OrganisationFactory(name="厦门市数据管理局", kind=Kind.AGENCY)
    demand("智慧停车诱导", owner=office)
    demand("港口潮位预报", owner=OrganisationFactory(name="厦门港口管理局", kind=Kind.AGENCY))
    builds.rebuild()
    for typed in ("zhihuitingche", "zhtc", "tingche youdao", "智慧停车"):
        assert found(typed) == ["智慧停车诱导"], typed
    for typed in ("市数据局", "shujuju"):
        assert found(typed)[:1] == ["智慧停车诱导"], typed
    assert found("gangkou -潮位") == []


def test_what_is_not_public_is_in_no_suggestion(index: None) -> None:
    demand("智慧停车诱导", lifecycle={"state": "withdrawn"})
    demand("智慧停车尚未发布", lifecycle={"state": "unpublished"})
    shown = capability_of(OrganisationFactory(), title="停车场识别")
    builds.rebuild()
    suggested = vocabulary_held.current().suggest("停车", EVERYWHERE)
    assert suggested.listings == (f"capability:{shown.pk}",)


def test_another_build_brings_another_vocabulary(index: None) -> None:
    demand("潮位预报")
    builds.rebuild()
    first = vocabulary_held.current()
    assert vocabulary_held.current() is first
    demand("智慧停车诱导")
    builds.rebuild()
    assert vocabulary_held.current().suggest("zhtc", EVERYWHERE).listings


def test_without_an_engine_the_last_vocabulary_stands(index: None) -> None:
    assert vocabulary_held.current().vocabulary.readings("zhtc") == ()
