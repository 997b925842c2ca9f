"""A Redis of a test's own, which it may stop and start again."""

from __future__ import annotations

import pytest

from bench.own_redis import OwnRedis


def redis_server() -> OwnRedis:
    """Return one that is not started yet; the test is skipped where the package is missing."""
    try:
        return OwnRedis()
    except FileNotFoundError as error:
        pytest.skip(str(error))
