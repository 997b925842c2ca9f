"""Hints while Redis is away: the log tells of the outage once, and once that it is over."""

from __future__ import annotations

import asyncio

from marketplace.core.outages import Outage
from marketplace.notifications import wake
from tests.notifications.redis_server import redis_server


async def sent(hints: int) -> None:
    """Hint so often, and wait for what became of each."""
    others = asyncio.all_tasks()
    for person in range(hints):
        wake.sockets([person])
    await asyncio.sleep(0)  # the loop takes what was given to it from outside
    await asyncio.gather(*(asyncio.all_tasks() - others), return_exceptions=True)


async def test_an_outage_of_redis_is_one_line_and_its_end_another(settings, monkeypatch, caplog):
    server = redis_server()
    config = {"hosts": [server.url], "prefix": "own"}
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": config}}
    fresh = Outage(wake.logger, "the channel layer", meanwhile="sockets poll")
    monkeypatch.setattr(wake, "_outage", fresh)
    wake.attach(asyncio.get_running_loop())
    try:
        await sent(20)
        assert len(caplog.messages) == 1
        assert caplog.messages[0].startswith("the channel layer is away, sockets poll: ")
        server.start()
        await sent(20)
        assert caplog.messages[1:] == ["the channel layer is back"]
        await sent(20)
        server.kill()
        await sent(20)
        assert len(caplog.messages) == 3
    finally:
        server.kill()
        wake.attach(None)
