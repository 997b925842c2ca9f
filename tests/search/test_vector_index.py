"""How Elasticsearch looks for neighbours is a setting: all vectors are read, or most."""

from typing import Any

import pytest

from search import forms
from search.engines.protocol import Builds
from tests.search.listings import capability
from tests.search.test_vectors_contract import at, keys, nearest

MANY = 600


@pytest.fixture
def _forms():
    forms.form.cache_clear()
    yield
    forms.form.cache_clear()


@pytest.mark.services
def test_a_graph_of_vectors_finds_the_nearest_within_filters(builds: Builds, settings: Any) -> None:
    settings.VECTOR_INDEX = "int8_hnsw"
    engine = builds.create("graph")
    fields = ("parking", "marine")
    engine.write(
        [at(capability(n, domains=(fields[n % 2],)), n / MANY) for n in range(1, MANY + 1)]
    )
    assert set(keys(nearest(engine, size=5))) <= set(range(1, 11))
    chosen = {"domain": frozenset({"parking"})}
    found = keys(nearest(engine, size=5, filters=chosen))
    assert len(found) == 5
    assert all(number % 2 == 0 and number <= 20 for number in found)


@pytest.mark.services
@pytest.mark.parametrize(("first", "then"), [("flat", "int8_hnsw"), ("int8_hnsw", "flat")])
def test_a_build_keeps_its_kind_when_the_setting_changes(
    builds: Builds, settings: Any, first: str, then: str
) -> None:
    settings.VECTOR_INDEX = first
    builds.create("kept").write([at(capability(1), 0.1)])
    settings.VECTOR_INDEX = then
    engine = builds.open("kept")
    engine.write([at(capability(2), 0.2)])
    assert keys(nearest(engine)) == [1, 2]


@pytest.mark.usefixtures("_forms")
@pytest.mark.parametrize(("first", "then"), [("flat", "int8_hnsw"), ("int8_hnsw", "flat")])
def test_another_kind_asks_for_a_new_build(settings: Any, first: str, then: str) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    settings.VECTOR_INDEX = first
    before = dict(forms.form())
    forms.form.cache_clear()
    settings.VECTOR_INDEX = then
    assert forms.changed(before) == ("vectors",)


@pytest.mark.usefixtures("_forms")
def test_an_embedded_build_has_one_kind_alone(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    before = dict(forms.form())
    forms.form.cache_clear()
    settings.VECTOR_INDEX = "int8_hnsw"
    assert forms.changed(before) == ()
