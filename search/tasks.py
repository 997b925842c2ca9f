"""Upkeep of the index: a build that fits, statistics that are not stale."""

from __future__ import annotations

import logging

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from marketplace.journal.clock_jobs import every
from search import statistics
from search.builds import BuildRunningError, ready, unfitness
from search.engine import builds
from search.engines.protocol import EngineUnavailable

logger = logging.getLogger(__name__)

_SECONDS = 30


@task(backend="queue")
def keep_index() -> None:
    """Make a build where none fits, and take statistics where they are stale."""
    try:
        engine = ready()
    except BuildRunningError:
        return
    if statistics.are_stale(engine):
        statistics.renew(engine)


@every(seconds=_SECONDS, name="keep_index")
def start_upkeep() -> None:
    """Start the upkeep where it is due and not started yet; the clock itself waits for nothing."""
    try:
        is_due = unfitness() is not None or statistics.are_stale(builds().current())
    except EngineUnavailable as error:
        logger.warning("the search engine is unavailable: %s", error)
        return
    if is_due and not _is_started():
        keep_index.enqueue()


def _is_started() -> bool:
    tasks = DBTaskResult.objects.filter(task_path=keep_index.module_path)
    started: bool = tasks.exclude(status__in=["SUCCESSFUL", "FAILED"]).exists()
    return started
