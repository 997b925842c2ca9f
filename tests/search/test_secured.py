"""Elasticsearch behind TLS, with a user who may touch the portal's indices only.

The unpacked build cannot make API keys: what is tested of one is that it is sent.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import AuthorizationException

from search.engines.access import Access
from search.engines.protocol import EngineUnavailable, ListSearch
from search.queries import text_query
from tests.search.alone import Alone, alone
from tests.search.listings import FLOOD, NOW

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture(scope="module")
def instance() -> Iterator[Alone]:
    with alone(secured=True) as found:
        yield found


def test_a_user_with_the_least_rights_does_all_that_a_build_needs(instance: Alone) -> None:
    builds = instance.builds()
    assert "alone" in builds.health()
    for name in ("20260101", "20260102"):
        engine = builds.create(name)
        engine.write([FLOOD])
        builds.serve(name)
    engine = builds.current()
    asked = ListSearch(
        lists=frozenset({FLOOD.list_key}), now=NOW, text=text_query("积水"), facets=("domain",)
    )
    assert engine.search(asked).keys == (FLOOD.key,)
    engine.set_mark(replace(engine.mark(), position=3))
    assert engine.mark().position == 3
    assert [held.key for held in engine.held()] == [FLOOD.key]
    assert engine.deleted_share() == 0
    assert engine.expunge()
    builds.drop("20260101")
    assert builds.names() == ["20260102"]


def test_the_user_may_not_touch_what_is_not_the_portals(instance: Alone) -> None:
    client = instance.builds()._client
    with pytest.raises(AuthorizationException):
        client.indices.create(index="foreign")
    with pytest.raises(AuthorizationException):
        client.cluster.put_settings(persistent={"action.auto_create_index": "false"})


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"password": "wrong"}, "AuthenticationException"),
        ({"user": "", "password": ""}, "missing authentication"),
        ({"ca_file": ""}, "CERTIFICATE_VERIFY_FAILED"),
        ({"user": "", "password": "", "api_key": "bm9ib2R5OmtleQ=="}, "with provided credentials"),
    ],
)
def test_who_may_not_in_is_told_why(instance: Alone, spoilt: dict[str, Any], why: str) -> None:
    builds = instance.builds(access=replace(instance.access, **spoilt))
    with pytest.raises(EngineUnavailable, match=f"(?i){why}"):
        builds.health()


def test_a_certificate_may_go_unverified_where_the_operator_says_so(instance: Alone) -> None:
    access = Access(user=instance.access.user, password=instance.access.password, verifies=False)
    assert instance.builds(access=access).health()
