"""Bad input at a real server: a clear refusal, nothing lost, no process down."""

import asyncio
import contextlib
import json
import socket
import time
from collections import deque
from collections.abc import Iterator

import pytest
import websockets
from django.conf import settings
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin
from websockets.uri import parse_uri

from tests.notifications.serving import heard, web, worker

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MEGABYTE = 2**20
FRAMES: list[tuple[str, str | bytes, int]] = [
    ("no JSON", "<hello>", 4400),
    ("bytes", b"\x00\x01", 4400),
    ("ten megabytes", "x" * 10 * MEGABYTE, 1009),
    ("deep nesting", "[" * 1900, 4400),
    ("a negative number", '{"last": -1}', 4400),
    ("topics that are none", '{"topics": {"x": "y"}}', 4400),
    ("a thousand topics", json.dumps({"topics": {f"d:{n}": 0 for n in range(1000)}}), 4400),
]


def dial(port: int, session: str) -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{port}/ws/notifications/",
        origin=Origin(f"http://127.0.0.1:{port}"),
        additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"},
        max_queue=1,
        max_size=None,
        ping_interval=None,
    )


@contextlib.contextmanager
def deaf_line(port: int, session: str) -> Iterator[None]:
    """Open a line that says where it stands, and of which not a byte is read after the greeting."""
    protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/ws/notifications/"))
    request = protocol.connect()
    request.headers["Origin"] = f"http://127.0.0.1:{port}"
    request.headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
    protocol.send_request(request)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.sendall(b"".join(protocol.data_to_send()))
        while protocol.state is not State.OPEN:
            protocol.receive_data(line.recv(1024))
        protocol.send_text(b'{"last": 0}')
        line.sendall(b"".join(protocol.data_to_send()))
        yield


def code_heard(line) -> int:
    """Return the code with which the server closes, whatever it says before."""
    with pytest.raises(ConnectionClosed) as closed:
        deque(line, maxlen=0)
    return closed.value.rcvd.code if closed.value.rcvd else 1006


def test_frames_that_say_nothing_are_refused_with_a_code_and_others_are_served(session, ring):
    with worker(), web() as (_, port):
        for name, sent, code in FRAMES:
            with dial(port, session) as line:
                with contextlib.suppress(ConnectionClosed):  # refused while it is being sent
                    line.send(sent)
                # A line that ends while it is still written to may take the code with it.
                assert code_heard(line) in ({code, 1006} if len(sent) > MEGABYTE else {code}), name
        with dial(port, session) as line:
            line.send('{"last": 1000000}')
            assert json.loads(line.recv(timeout=20))["last"] == 0
            ring(1)
            assert heard(line, 1) == [1]


def test_a_flood_of_messages_closes_the_line(session):
    with web() as (_, port), dial(port, session) as line:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(1000):
                line.send('{"alive": true}')
        assert code_heard(line) == 4429


def test_a_thousand_connects_of_one_address_are_refused_in_seconds(session, ring):
    async def storm(port: int) -> list[int]:
        address, own = (
            f"ws://127.0.0.1:{port}/ws/notifications/",
            Origin(f"http://127.0.0.1:{port}"),
        )

        async def once() -> int:
            try:
                async with websockets.connect(address, origin=own):
                    return 101
            except websockets.InvalidStatus as refused:
                return refused.response.status_code

        return await asyncio.gather(*(once() for _ in range(1000)))

    slow = web(SOCKET_CONNECTS_A_MINUTE="80")
    with worker(), slow as (_, port), dial(port, session) as line:
        line.send('{"last": 0}')
        started = time.monotonic()
        statuses = asyncio.run(storm(port))
        assert time.monotonic() - started < 20
        assert set(statuses) == {101, 403}
        assert statuses.count(101) < 60
        ring(1)
        assert heard(line, 1) == [1]


def test_a_person_with_too_many_lines_is_told_so_by_a_code(session):
    with web(SOCKETS_PER_PERSON="2") as (_, port), contextlib.ExitStack() as lines:
        for _ in range(2):
            line = lines.enter_context(dial(port, session))
            line.send('{"alive": true}')
            line.recv(timeout=20)
        third = lines.enter_context(dial(port, session))
        assert code_heard(third) == 4429


def test_a_reader_that_stops_is_cut_off_and_hears_all_when_it_comes_back(session, ring):
    with worker(), web(PATIENCE="0.5") as (program, port):
        with deaf_line(port, session):
            rung = rings_until(program, "does not read", ring)
        with dial(port, session) as line:
            line.send('{"last": 0}')
            assert heard(line, rung) == list(range(1, rung + 1))


def rings_until(program, words, ring) -> int:
    """Ring with 300 KB each until the words are said, and return how often.

    How much a line takes unread hangs on the machine's buffers and on how many rings one frame
    takes, so no number of them is right everywhere.
    """
    for rung in range(1, 401):
        ring(rung, text="长" * 100_000)
        with contextlib.suppress(AssertionError):
            program.wait_for(words, patience=0.1)
            return rung
    raise AssertionError("".join(program.said))
