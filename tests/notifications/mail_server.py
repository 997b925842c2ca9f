"""A mail server of a test's own: it keeps what it takes, refuses what it is told, or hangs."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Any, Self


class _Line(socketserver.StreamRequestHandler):
    """One connection, in just the words of SMTP that a client needs."""

    server: MailServer

    def handle(self) -> None:
        if self.server.hangs:
            self.server.connected.set()
            self.server.released.wait(30)
            return
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("RCPT"):
                self._say(self.server.refused.get(line.split("<")[1].rstrip(">"), "250 ok"))
            elif line.upper() == "DATA":
                self._say("354 go on")
                self._take()
            elif line.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.data_answer.startswith("250"):
            message: Any = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
            self.server.taken.append(message)
        self._say(self.server.data_answer)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A server on a free port of loopback; `refused` has answers to addresses."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.taken: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.data_answer = "250 taken"
        self.hangs = False
        self.connected = threading.Event()
        self.released = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()
