"""The cache on Redis: nobody else's keys are touched, and a Redis that is away breaks no page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCacheClient
from redis import Redis
from redis.exceptions import ConnectionError as AwayError

from bench.own_redis import OwnRedis
from marketplace.core import caching
from marketplace.core.caching import RedisCache, client_of
from tests.notifications.redis_server import running_redis

BACKEND = "marketplace.core.caching.RedisCache"


@pytest.fixture
def server() -> Iterator[OwnRedis]:
    with running_redis() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(caching, "AWAY", 0.0)
    yield
    client_of.cache_clear()


def cache_of(server: OwnRedis, prefix: str = "portal") -> RedisCache:
    return RedisCache(server.url, {"KEY_PREFIX": prefix})


def test_clearing_leaves_what_others_keep_on_the_server(server):
    ours, theirs = cache_of(server, "portal*"), cache_of(server, "portal-two")
    ours.set("a", 1)
    theirs.set("a", 2)
    redis = Redis.from_url(server.url)
    redis.set("portal*:sockets:someone", 3)
    ours.clear()
    assert (ours.get("a"), theirs.get("a")) == (None, 2)
    assert redis.get("portal*:sockets:someone") == b"3"


def test_one_connection_serves_one_request_after_another(server):
    redis = Redis.from_url(server.url)
    cache_of(server).set("a", 1)
    before = redis.info("stats")["total_connections_received"]
    for _request in range(20):
        assert cache_of(server).get("a") == 1
    assert redis.info("stats")["total_connections_received"] == before


def everything(cache: RedisCache) -> list[Any]:
    cache.set("a", 1)
    cache.set_many({"b": 2, "c": 3})
    found = [cache.get("a"), cache.get_many(["b", "c", "d"]), cache.has_key("b")]
    found += [cache.add("a", 5), cache.add("e", 5), cache.incr("e"), cache.touch("e")]
    cache.delete("a")
    cache.delete_many(["b", "c"])
    return [*found, cache.get("a", "none"), cache.get_many(["b", "c"])]


def test_a_process_keeps_its_own_cache_while_redis_is_away(server):
    there = everything(cache_of(server))
    server.kill()
    cache = cache_of(server)
    cache.clear()
    assert everything(cache) == there
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


def test_what_was_forgotten_meanwhile_stays_forgotten(server, monkeypatch):
    cache = cache_of(server)
    cache.set("menu", "old")
    with monkeypatch.context() as away:
        away.setattr(RedisCacheClient, "get_client", refused)
        cache = cache_of(server)
        cache.delete("menu")
    assert Redis.from_url(server.url).keys() != []
    assert cache_of(server).get("menu") is None
    cache.set("menu", "new")
    assert cache_of(server).get("menu") == "new"


def refused(*_words: Any, **_options: Any) -> Redis:
    raise AwayError


def test_a_server_that_does_not_answer_is_left_alone_for_a_while(server, monkeypatch, caplog):
    monkeypatch.setattr(caching, "AWAY", 60.0)
    server.kill()
    cache = cache_of(server)
    for _time in range(3):
        cache.set("a", 1)
    assert len([one for one in caplog.records if "Redis is away" in one.message]) == 1
    server.start()
    assert cache.get("a") == 1


def test_an_outage_is_told_once_however_long_it_lasts_and_so_is_its_end(server, caplog):
    cache = cache_of(server)
    server.kill()
    for _time in range(3):
        cache.set("a", 1)
    server.start()
    for _time in range(3):
        cache.set("a", 2)
    assert [message.split(",")[0] for message in caplog.messages] == [
        "Redis is away",
        "Redis is back",
    ]


@pytest.mark.django_db
@pytest.mark.both
def test_pages_open_while_redis_is_away(client, settings, server):
    settings.CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": server.url}}
    server.kill()
    assert isinstance(caches["default"], RedisCache)
    for address in ("/", "/api/demands"):
        assert client.get(address).status_code == 200, address
