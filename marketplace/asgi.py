"""The portal as an ASGI application: pages, websockets, and what runs beside them."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
pages = get_asgi_application()

# Only now are the models ready that the rest imports.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402

from marketplace.bids.unspooled import Unspooled  # noqa: E402
from marketplace.journal.runner import Runner  # noqa: E402
from marketplace.notifications import wake  # noqa: E402
from marketplace.notifications.gate import Gate  # noqa: E402
from marketplace.notifications.origins import SameOrigin  # noqa: E402
from marketplace.notifications.routing import websocket_urlpatterns  # noqa: E402
from marketplace.notifications.shared_limits import shared_limits  # noqa: E402
from marketplace.notifications.tail import tail_of_this_process  # noqa: E402


async def lifespan(_scope: dict[str, Any], *line: Any) -> None:
    """Start the journal's threads with the server where the settings ask for it, and stop them.

    Threads of this process reach its sockets on the server's loop.
    """
    receive, send = line
    await receive()
    wake.attach(asyncio.get_running_loop())
    runner = Runner() if settings.RUN_CONSUMERS else None
    if runner is not None:
        runner.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await tail_of_this_process().close()
    await shared_limits().close()
    if runner is not None:
        await asyncio.to_thread(runner.stop)
    wake.attach(None)
    await send({"type": "lifespan.shutdown.complete"})


application = ProtocolTypeRouter(
    {
        "http": Unspooled(pages),
        "websocket": Gate(SameOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))),
        "lifespan": lifespan,
    }
)
