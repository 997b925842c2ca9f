"""Real processes: a web server, on services a worker beside it, and pages on real sockets."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from marketplace.notifications.models import Notification
from tests.notifications.serving import heard, web, worker

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@contextmanager
def page(port: int, session: str, *, last: int = 0, origin: str = "") -> Iterator[ClientConnection]:
    """A connected page that has shown everything up to a number."""
    with connect(
        f"ws://127.0.0.1:{port}/ws/notifications/",
        origin=Origin(origin or f"http://127.0.0.1:{port}"),
        additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"},
    ) as socket:
        socket.send(json.dumps({"last": last, "lang": "zh-Hans"}))
        yield socket


def test_a_page_hears_within_a_second_of_the_commit(session, ring):
    with worker(), web() as (_, port), page(port, session) as socket:
        delays = []
        for n in range(1, 11):
            ring(n)
            committed = time.monotonic()
            assert heard(socket, 1) == [n]
            delays.append(time.monotonic() - committed)
    assert sorted(delays)[-2] < 1


def test_after_a_killed_server_a_page_hears_what_it_missed_and_nothing_twice(session, ring, lin):
    with worker():
        with web() as (program, port), page(port, session) as socket:
            ring(1)
            assert heard(socket, 1) == [1]
            program.kill()
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=20)
        ring(2)
        ring(3)
        with web() as (_, port), page(port, session, last=1) as socket:
            assert heard(socket, 2) == [2, 3]
            with pytest.raises(TimeoutError):
                socket.recv(timeout=1.5)
    assert Notification.objects.filter(user=lin).count() == 3


def test_a_server_stops_in_good_order_with_pages_open(session):
    with web() as (program, port), page(port, session) as socket:
        socket.send('{"alive": true}')
        while json.loads(socket.recv(timeout=20)) != {"alive": True}:
            pass  # what is new may be told first
        program.stop()
        program.wait_for("Application shutdown complete")
        # What was still on its way comes first.
        with pytest.raises(ConnectionClosed):
            list(iter(lambda: socket.recv(timeout=20), None))


def test_a_forged_origin_gets_no_socket_and_the_poll_answers_its_person_alone(session, ring):
    with worker(), web() as (_, port):
        with (
            pytest.raises(InvalidStatus) as refused,
            page(port, session, origin="http://evil.test"),
        ):
            pass
        assert refused.value.response.status_code == 403
        with page(port, session) as socket:
            ring(1)
            heard(socket, 1)
        address = f"http://127.0.0.1:{port}/notifications/since/0/"
        answer = httpx.get(address, cookies={settings.SESSION_COOKIE_NAME: session})
        assert [notice["number"] for notice in answer.json()["notices"]] == [1]
        assert httpx.get(address).status_code == 401
