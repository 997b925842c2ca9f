"""The portal's processes on the test's database: a web server, and a worker where it is none."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from websockets.sync.client import ClientConnection

from tests.processes import Program, running


@contextmanager
def web(port: int = 0, **environment: str) -> Iterator[tuple[Program, int]]:
    """Run a web server, on a free port unless one is given; embedded it is the worker, too."""
    arguments = (
        f"-m uvicorn tests.notifications.ringing:application --port {port} --lifespan on "
        "--ws-max-size 65536 --ws-per-message-deflate false"
    )
    embedded = str(int(settings.EMBEDDED))
    dev = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.dev", "RUN_CONSUMERS": embedded}
    with running(*arguments.split(), **dev, **environment) as program:
        line = program.wait_for("running on http://")
        yield program, int(re.findall(r":(\d+) ", line)[0])


@contextmanager
def worker() -> Iterator[None]:
    """Run the worker where the web server is none."""
    if settings.EMBEDDED:
        yield
        return
    with running("-m", "tests.notifications.ringing") as program:
        program.wait_for("leads")
        yield


def heard(socket: ClientConnection, count: int) -> list[int]:
    """Return the numbers of the next messages, as they come."""
    numbers: list[int] = []
    while len(numbers) < count:
        news = json.loads(socket.recv(timeout=20))
        numbers += [notice["number"] for notice in news["notices"]]
    return numbers
