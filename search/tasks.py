"""Upkeep of the index: a build that fits, no dead weight in it, statistics that are not stale."""

from __future__ import annotations

import logging

from django.conf import settings
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from marketplace.journal.clock_jobs import every
from search import statistics
from search.acceptance import BuildRefusedError
from search.builds import BuildRunningError, ready, rebuild, unfitness
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable

logger = logging.getLogger(__name__)

_SECONDS = 30


@task(backend="queue")
def keep_index() -> None:
    """Make a build where none fits, drop what was overwritten, take statistics that are stale."""
    try:
        engine = ready()
        if _is_bloated(engine) and not engine.expunge():
            rebuild()
            engine = builds().current()
    except BuildRunningError:
        return
    except BuildRefusedError as error:
        logger.error("the new build may not serve: %s", error)  # noqa: TRY400 - it says it all
        return
    if statistics.are_stale(engine):
        statistics.renew(engine)


@every(seconds=_SECONDS, name="keep_index")
def start_upkeep() -> None:
    """Start the upkeep where it is due and not started yet; the clock itself waits for nothing."""
    try:
        is_due = unfitness() is not None or _needs_care(builds().current())
    except EngineUnavailable as error:
        logger.warning("the search engine is unavailable: %s", error)
        return
    if is_due and not _is_started():
        keep_index.enqueue()


def _needs_care(engine: Engine) -> bool:
    return statistics.are_stale(engine) or _is_bloated(engine)


def _is_bloated(engine: Engine) -> bool:
    """Return whether so much was overwritten that the engine's statistics are no longer true."""
    share: float = settings.SEARCH_DELETED_SHARE
    return engine.deleted_share() > share


def _is_started() -> bool:
    tasks = DBTaskResult.objects.filter(task_path=keep_index.module_path)
    started: bool = tasks.exclude(status__in=["SUCCESSFUL", "FAILED"]).exists()
    return started
