"""A bid over a slow line counts when it has arrived whole; where that is late, nothing is lost.

A real server and a real socket: half of each request is sent before the close, the rest after it.
"""

from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as portal
from django.test import Client

from marketplace.bids.book import entries_of
from marketplace.bids.doors import door_of
from marketplace.bids.drafting import read_draft
from tests.bids.factories import close, draft_of, drafted, open_challenge, texts_for
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory
from tests.processes import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

SERVER = "-m uvicorn marketplace.asgi:application --port 0 --lifespan off"


@pytest.fixture
def port(settings):
    """Run a web server on the test's database and sealed files, and return its port."""
    settings.SEALED_ROOT = Path(settings.DATA_DIR) / "sealed"
    with running(*SERVER.split(), DJANGO_SETTINGS_MODULE="marketplace.settings.dev") as program:
        yield int(re.findall(r":(\d+) ", program.wait_for("running on http://"))[0])


class Line:
    """A browser at the end of a line, which sends in two parts."""

    def __init__(self, port, person):
        client, session = Client(), portal.SESSION_COOKIE_NAME
        client.force_login(person)
        self.port = port
        self.cookies = {session: client.cookies[session].value}

    def get(self, path):
        """Return a page, and remember the token of its forms."""
        with self._connected() as line:
            line.sendall(self._head("GET", path, 0))
            answer = read_all(line)
        token = re.search(r"set-cookie: csrftoken=([^;]+)", answer, re.IGNORECASE)
        if token:
            self.cookies["csrftoken"] = token[1]
        return answer

    def begin(self, path, fields):
        """Send a form but for its last byte; return a function that sends that, too."""
        fields = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}
        body = urlencode(fields).encode()
        line = self._connected()
        line.sendall(self._head("POST", path, len(body)) + body[:-1])

        def end():
            with line:
                line.sendall(body[-1:])
                return read_all(line)

        return end

    def _connected(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def _head(self, method, path, length):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            f"Cookie: {cookies}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {length}",
            "Connection: close",
            "\r\n",
        ]
        return "\r\n".join(lines).encode()


def read_all(line):
    """Return the whole answer as text."""
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_what_arrives_whole_after_the_close_is_refused_and_nothing_is_lost(port):
    challenge, firm = open_challenge(), OrganisationFactory()
    by = person_of(firm)
    drafted(challenge, firm, by)
    before = draft_of(challenge, firm)
    line = Line(port, by)
    door = f"/demands/{challenge.demand.lifecycle.number}/bid/{door_of(challenge, firm)}/"
    review = line.get(f"{door}review/")
    seal = {name: hidden(review, name) for name in ("seen", "key")}
    base = hidden(line.get(door), "base")
    typed = {**texts_for(challenge), "approach": "最后一秒的方案", "base": base, "go": "stay"}
    sealing, writing = line.begin(f"{door}review/", seal), line.begin(door, typed)
    close(challenge)
    refused, kept = sealing(), writing()
    assert refused.startswith("HTTP/1.1 422")
    assert "已截止" in refused
    assert kept.startswith("HTTP/1.1 409")
    assert "最后一秒的方案" in kept
    assert entries_of(challenge)[firm.pk].bid is None
    assert draft_of(challenge, firm) == before
    assert read_draft(challenge, firm=firm) is not None
