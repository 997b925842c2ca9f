"""Settings of the engine's access that contradict each other are named before anything starts."""

from typing import Any

import pytest

from search.checks import check_elasticsearch
from search.engines.access import Access


@pytest.mark.parametrize(
    ("url", "access", "found"),
    [
        ("", {}, []),
        ("https://es:9200", {"user": "a", "password": "b"}, []),
        ("https://es:9200", {"api_key": "k"}, []),
        ("https://es:9200", {"api_key": "k", "user": "a", "password": "b"}, ["search.E001"]),
        ("https://es:9200", {"user": "a"}, ["search.E002"]),
        ("https://es:9200", {"ca_file": "/nowhere.pem"}, ["search.E003"]),
        ("https://es:9200", {"ca_file": __file__}, []),
        ("http://es:9200", {"api_key": "k"}, ["search.W001"]),
        ("https://es:9200", {"verifies": False}, ["search.W002"]),
    ],
)
def test_each_contradiction_has_an_id(
    settings: Any, url: str, access: dict[str, Any], found: list[str]
) -> None:
    settings.ELASTICSEARCH_URL = url
    settings.ELASTICSEARCH_ACCESS = access
    assert [message.id for message in check_elasticsearch()] == found


def test_a_misspelt_way_to_look_for_vectors_is_named(settings: Any) -> None:
    settings.VECTOR_INDEX = "int8-hnsw"
    assert [message.id for message in check_elasticsearch()] == ["search.E004"]


def test_secrets_are_in_no_representation() -> None:
    shown = repr(Access(user="portal", password="geheim", api_key="schluessel"))
    assert "portal" in shown
    assert "geheim" not in shown
    assert "schluessel" not in shown
