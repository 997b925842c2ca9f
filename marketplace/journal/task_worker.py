"""Runs the tasks of the `queue` backend, with retries and a reaper for what killed workers left.

A task must be safe to run twice. It is declared with `@task(backend="queue")`.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.journal import locks
from marketplace.journal.clock_jobs import every
from marketplace.journal.threads import Worker

logger = logging.getLogger(__name__)

BACKEND = "queue"
# Seconds before the second, third … try; after the last one the task has failed.
PAUSES = (5, 30, 120, 600, 3600)
IDLE = 1.0


class WorkerKilledError(RuntimeError):
    """The worker that ran a task is gone."""


class TaskWorker(Worker):
    """The thread that runs tasks; its lock tells the others that it lives."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(8)
        super().__init__(f"tasks-{self.id}")
        self._alive = locks.lock(lock_name(self.id))

    def work(self) -> None:
        """Run the next task, or wait a second."""
        if not self._alive.is_held():
            self._alive.acquire()
        if not run_next(self.id):
            self.stopping.wait(IDLE)

    def run(self) -> None:
        """Work, and give the lock back."""
        super().run()
        self._alive.release()


def lock_name(worker_id: str) -> str:
    """Return the name of the lock that a living task worker holds."""
    return f"tasks-{worker_id}"


def run_next(worker_id: str) -> bool:
    """Claim and run the task that is due first; return whether there was one."""
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if not due.exists():
        return False
    with transaction.atomic():
        row = due.get_locked()
        if row is not None:
            row.claim(worker_id)
    if row is not None:
        _run(row)
    return row is not None


def _run(row: DBTaskResult[Any, Any]) -> None:
    try:
        task: Any = row.task
        result: Any = row.task_result
        context: Any = (TaskContext(task_result=result),) if task.takes_context else ()
        value = task.call(*context, *result.args, **result.kwargs)
        row.set_successful(value)
    except Exception as error:
        logger.exception("task %s failed", row.task_path)
        _try_again_or_fail(row, error)


def _try_again_or_fail(row: DBTaskResult[Any, Any], error: Exception) -> None:
    tries = len(row.worker_ids)
    if tries > len(PAUSES):
        row.set_failed(error)
        return
    row.status = TaskResultStatus.READY
    row.run_after = timezone.now() + timedelta(seconds=PAUSES[tries - 1])
    row.save(update_fields=["status", "run_after"])


@every(seconds=10, name="reap_tasks")
def reap_tasks() -> None:
    """Give back the tasks that were running when their worker was killed."""
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND)
    owners = {row.worker_ids[-1] for row in running}
    dead = {owner for owner in owners if locks.is_free(lock_name(owner))}
    for row in running if dead else ():
        if row.worker_ids[-1] in dead:
            _reap(row)


@transaction.atomic
def _reap(read: DBTaskResult[Any, Any]) -> None:
    rows = DBTaskResult.objects.running().select_for_update(skip_locked=True)
    row = rows.filter(pk=read.pk, worker_ids=read.worker_ids).first()
    if row is not None:
        logger.warning("task %s was left by a killed worker", row.task_path)
        _try_again_or_fail(row, WorkerKilledError(read.worker_ids[-1]))


def retry_failed() -> int:
    """Make every failed task ready again with fresh tries; return how many."""
    failed = DBTaskResult.objects.failed().filter(backend_name=BACKEND)
    count: int = failed.update(
        status=TaskResultStatus.READY,
        run_after=timezone.now(),
        worker_ids=[],
        finished_at=None,
        exception_class_path="",
        traceback="",
    )
    return count


def count_failed() -> int:
    """Return how many tasks have failed for good."""
    count: int = DBTaskResult.objects.failed().filter(backend_name=BACKEND).count()
    return count
