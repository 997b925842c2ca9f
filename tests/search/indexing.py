"""An index of its own for a test, and the way of a change into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.test import override_settings

from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from search.engine import builds
from search.engines.elasticsearch_builds import ElasticsearchBuilds


@contextmanager
def empty_index(folder: Path) -> Iterator[None]:
    """Let the engine of the present set-up begin without a build, in a folder of the test's."""
    with override_settings(DATA_DIR=folder, INDEX_PREFIX=f"{settings.INDEX_PREFIX}-own"):
        builds.cache_clear()
        try:
            yield
        finally:
            drop_everything()
            builds.cache_clear()


def drop_everything() -> None:
    """Remove every build; a folder goes with the test's."""
    found = builds()
    if isinstance(found, ElasticsearchBuilds):
        found._slow_client.indices.delete(index=f"{found._alias}-*")


def tell(kind: str, subject: Model, **data: object) -> Entry:
    """Record an entry in a transaction of its own."""
    with transaction.atomic():
        return record(kind, subject, actor=None, data=data)


def follow_journal() -> None:
    """Let every consumer reach the end of the journal."""
    run_until_caught_up(patience=30)
