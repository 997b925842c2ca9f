"""A cable between a browser and the portal, which a test cuts and mends."""

import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Cable:
    """A port that passes everything on; while it is cut nothing arrives, and nobody is told so."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._portal = (str(parts.hostname), int(parts.port or 80))
        self._holds = threading.Event()
        self._holds.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends = [self._listener]

    @property
    def address(self) -> str:
        """Return where the browser finds the portal."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Hold everything back, in both directions, as a dead network does."""
        self._holds.clear()

    def mend(self) -> None:
        """Let what was held back arrive, and all that follows."""
        self._holds.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.mend()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            portal = socket.create_connection(self._portal)
            self._ends += [browser, portal]
            for pair in ((browser, portal), (portal, browser)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, giver: socket.socket, taker: socket.socket) -> None:
        try:
            while data := giver.recv(65536):
                self._holds.wait()
                taker.sendall(data)
            taker.shutdown(socket.SHUT_WR)
        except OSError:
            giver.close()
            taker.close()
