"""A portal of its own for a measurement: real processes with the demo's content, and nothing left.

Embedded is one process on SQLite in a temporary folder; on services, web and worker are apart, with
a database and names of their own.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
from elasticsearch import Elasticsearch
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
START_SECONDS = 120.0
_WEB = (
    "-m",
    "uvicorn",
    "marketplace.asgi:application",
    "--host=127.0.0.1",
    "--lifespan=on",
    "--log-level=warning",
    "--ws-max-size=65536",
    "--ws-per-message-deflate=false",
)


@dataclass
class Portal:
    """A running portal: its address, and the environment in which its commands see its data."""

    url: str
    environment: dict[str, str]
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def python(self, *arguments: str) -> str:
        """Run Python in the portal's environment; return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout.decode()

    def ask(self, module: str, *arguments: str) -> Any:
        """Run a module of the project in the portal's environment; return its JSON."""
        return json.loads(self.python("-m", module, *arguments).splitlines()[-1])

    def start(self, *arguments: str) -> None:
        """Start a process that ends with the portal; what it says goes beside the figures."""
        self._processes.append(
            subprocess.Popen(
                [sys.executable, *arguments], env=self.environment, cwd=ROOT, stdout=sys.stderr
            )
        )

    def wait_until_it_answers(self) -> None:
        """Wait for the first page; TimeoutError where it does not come."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=10).close()  # noqa: S310 - our own
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError(f"{self.url} does not answer")

    def stop(self) -> None:
        """End the processes, the last started first."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def portal(
    *,
    services: bool,
    encoder: str | None = None,
    own: Mapping[str, str] = MappingProxyType({}),
    serves: bool = True,
) -> Iterator[Portal]:
    """Yield a running portal with the demo's content; afterwards nothing of it is left.

    With `encoder` it has that one instead of the default, with `own` an environment of its own
    before that of the services; where it does not serve, its processes are the caller's to start.
    """
    # A measurement that is told to end clears away like one that came to its end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="bench-portal-"))
    environment = _environment(folder)
    if encoder is not None:
        environment["ENCODER"] = encoder
    name = f"bench_{secrets.token_hex(4)}"
    if services:
        _use_services(environment, name)
    environment.update(own)
    port = free_port()
    running = Portal(f"http://127.0.0.1:{port}", environment)
    try:
        running.python("bin/prepare.py")
        if serves:
            _serve(running, port, services=services)
        yield running
    finally:
        running.stop()
        if services:
            _forget(name)
        shutil.rmtree(folder, ignore_errors=True)


def _serve(running: Portal, port: int, *, services: bool) -> None:
    running.start(*_WEB, f"--port={port}")
    if services:
        running.start("manage.py", "worker")
    running.wait_until_it_answers()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in SERVICES}
    return kept | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "PYTHONPATH": str(ROOT),
    }


def _use_services(environment: dict[str, str], name: str) -> None:
    environment.update({service: os.environ[service] for service in SERVICES})
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment.update(DATABASE_URL=f"{server}/{name}", REDIS_PREFIX=name, INDEX_PREFIX=name)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _forget(name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        database.execute(drop.format(sql.Identifier(name)))
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as engine:
        for index in engine.indices.get(index=f"{name}*", expand_wildcards="all"):
            engine.indices.delete(index=index)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
