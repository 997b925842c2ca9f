"""`python -m tests.journal.task_runner`: a worker that runs tasks, and tasks for it."""

import threading

import django

if __name__ == "__main__":
    django.setup()

from django_tasks import task

from marketplace.journal.task_worker import TaskWorker


@task(backend="queue")
def never_ends() -> None:
    """Say that it runs, and run for ever."""
    print("running", flush=True)  # noqa: T201
    threading.Event().wait()


@task(backend="queue")
def add(a: int | str, b: int) -> int:
    """Return the sum; fails for words."""
    return int(a) + b


@task(backend="queue", takes_context=True)
def count_tries(context) -> int:
    """Return which try this is."""
    return context.attempt


if __name__ == "__main__":
    worker = TaskWorker()
    worker.start()
    worker.join()
