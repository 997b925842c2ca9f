"""A message platform of a test's own: it keeps what it is handed, answers as told, or hangs."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from marketplace.notifications.signing import is_signed

SECRET = "between the two of us"


class _Call(BaseHTTPRequestHandler):
    """One message that is handed over."""

    server: PlatformServer

    def do_POST(self) -> None:
        if self.server.hangs:
            self.server.connected.set()
            self.server.released.wait(30)
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = dict(self.headers.items())
        now = float(headers["X-Portal-Time"])
        if not is_signed(body, secret=SECRET, headers=headers, now=now):
            self.send_error(401)
            return
        if self.server.status < 300:
            self.server.taken.append({**json.loads(body), "path": self.path, "headers": headers})
        said = self.server.said.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class PlatformServer(ThreadingHTTPServer):
    """A server on a free port of loopback."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.taken: list[dict[str, Any]] = []
        self.status = 200
        self.said = ""
        self.hangs = False
        self.connected = threading.Event()
        self.released = threading.Event()

    @property
    def url(self) -> str:
        """Where messages are handed over."""
        return f"http://127.0.0.1:{self.server_address[1]}/hand-over?city=xm"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()
