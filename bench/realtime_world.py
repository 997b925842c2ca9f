"""A web process with the portal's socket, a plain channels group beside it, and a trigger for each.

`uvicorn bench.realtime_world:application`; POST /fire/topic/ and /fire/plain/ start a fan-out and
answer with the instant.
"""

from __future__ import annotations

import json
import time
from typing import Any

import django

django.setup()

from asgiref.sync import sync_to_async  # noqa: E402 - models come after the set-up
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.layers import get_channel_layer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.db.models import F, Max  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from marketplace import asgi  # noqa: E402
from marketplace.notifications import topics, wake  # noqa: E402
from marketplace.notifications.models import TopicVersion  # noqa: E402

TOPIC = "bench:1"

topics.register_topic(
    "bench",
    may_follow=lambda *_: True,
    fragment=lambda *_: HttpResponse(),
    changed_by={},
)


class Plain(AsyncWebsocketConsumer):  # type: ignore[misc]
    """What a page of channels' tutorial does: join a group, pass on what it is sent."""

    async def connect(self) -> None:
        """Join."""
        await self.channel_layer.group_add("plain", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave."""
        await self.channel_layer.group_discard("plain", self.channel_name)

    async def event(self, message: dict[str, Any]) -> None:
        """Pass on."""
        await self.send(text_data=json.dumps(message["text"]))


def _change() -> float:
    TopicVersion.objects.get_or_create(name=TOPIC)
    newest = TopicVersion.objects.aggregate(last=Max("change"))["last"]
    TopicVersion.objects.filter(name=TOPIC).update(version=F("version") + 1, change=newest + 1)
    fired = time.time()
    wake.topics()
    return fired


async def _fire(scope: dict[str, Any], send: Any) -> None:
    if scope["path"] == "/fire/topic/":
        fired = await sync_to_async(_change)()
    else:
        fired = time.time()
        text = {"topics": {TOPIC: int(fired)}}
        await get_channel_layer().group_send("plain", {"type": "event", "text": text})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(fired).encode()})


async def _http(scope: dict[str, Any], *line: Any) -> None:
    receive, send = line
    if scope["path"].startswith("/fire/"):
        await _fire(scope, send)
    else:
        await asgi.pages(scope, receive, send)


_portal = asgi.application.application_mapping["websocket"]
_plain = URLRouter([path("ws/plain/", Plain.as_asgi())])


async def _websocket(scope: dict[str, Any], *line: Any) -> None:
    app = _plain if scope["path"] == "/ws/plain/" else _portal
    await app(scope, *line)


application = ProtocolTypeRouter(
    {"http": _http, "websocket": _websocket, "lifespan": asgi.lifespan}
)
