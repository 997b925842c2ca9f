"""An Elasticsearch of a test's own, which may be killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.access import Access
from search.engines.elasticsearch_builds import ElasticsearchBuilds
from search.engines.protocol import EngineUnavailable
from tests.processes import ROOT

PASSWORD = "nobody-reads-this"
PATIENCE = 240


class Alone:
    """An instance in a folder of its own; what it holds outlives its process."""

    def __init__(self, folder: Path, *, secured: bool) -> None:
        self.folder = folder
        self.secured = secured
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"http{'s' if secured else ''}://127.0.0.1:{self._port}"
        self.ca_file = str(folder / "config" / "cert.pem") if secured else ""

    @property
    def access(self) -> Access:
        """Return how it is spoken to."""
        if not self.secured:
            return Access()
        return Access(user="portal", password=PASSWORD, ca_file=self.ca_file)

    def builds(self, prefix: str = "alone", access: Access | None = None) -> ElasticsearchBuilds:
        """Return the builds of a prefix."""
        return ElasticsearchBuilds(self.url, prefix, access=access or self.access)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "said").open("a") as said:
            process = subprocess.Popen(
                [
                    ROOT / "deploy/services/elasticsearch-alone",
                    self.folder,
                    str(self._port),
                    *(["secured"] if self.secured else []),
                ],
                env={**os.environ, "PORTAL_PASSWORD": PASSWORD},
                stdout=said,
                stderr=said,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert process.poll() is None, (self.folder / "said").read_text()[-4000:]
            assert time.monotonic() < deadline, "it does not answer"
            threading.Event().wait(0.3)
        self._process = process

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL)
        self._process.wait(PATIENCE)

    def _answers(self) -> bool:
        if self.secured and not Path(self.ca_file).exists():
            return False
        try:
            # After a restart it is red until it has found its indices again.
            return "red" not in self.builds().health()
        except EngineUnavailable:
            return False


@contextmanager
def alone(*, secured: bool = False) -> Iterator[Alone]:
    """Run an Elasticsearch during the block, and leave nothing of it."""
    # Not in pytest's folder: the server is not root, and may not walk there.
    folder = Path(tempfile.mkdtemp(prefix="marketplace-alone-"))
    folder.chmod(0o755)
    instance = Alone(folder, secured=secured)
    instance.start()
    try:
        yield instance
    finally:
        instance.kill()
        shutil.rmtree(folder, ignore_errors=True)
