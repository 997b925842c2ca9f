"""Empties the database, the Redis database and the indices of the services in var/services/env."""

import os
import urllib.request
from contextlib import closing

import psycopg
import redis


def main() -> None:
    """Forget everything that the portal keeps on these services; a new start fills them again."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")
    with closing(redis.Redis.from_url(os.environ["REDIS_URL"])) as cache:
        cache.flushdb()
    _delete_indices(os.environ["ELASTICSEARCH_URL"], os.environ.get("INDEX_PREFIX", "marketplace"))


def _delete_indices(engine: str, prefix: str) -> None:
    with urllib.request.urlopen(f"{engine}/_cat/indices/{prefix}-*?h=index") as answer:  # noqa: S310 - the URL is our own
        names = answer.read().decode().split()
    for name in names:
        request = urllib.request.Request(f"{engine}/{name}", method="DELETE")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310


if __name__ == "__main__":
    main()
