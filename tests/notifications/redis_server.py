"""A Redis of a test's own, which it may stop and start again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.own_redis import OwnRedis


def redis_server() -> OwnRedis:
    """Return one that is not started yet; the test is skipped where the package is missing."""
    try:
        return OwnRedis()
    except FileNotFoundError as error:
        pytest.skip(str(error))


@contextmanager
def running_redis() -> Iterator[OwnRedis]:
    """Yield one that answers; afterwards it is gone, whatever the test did with it."""
    server = redis_server()
    server.start()
    try:
        yield server
    finally:
        server.kill()
