import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.journal import locks, task_worker
from marketplace.journal.task_worker import lock_name, reap_tasks, retry_failed, run_next
from tests.journal.task_runner import add, count_tries, never_ends
from tests.processes import running

pytestmark = pytest.mark.both


def row() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_runs_and_keeps_its_value(db):
    add.enqueue(2, b=3)
    assert run_next("w")
    assert row().status == TaskResultStatus.SUCCESSFUL
    assert row().return_value == 5
    assert not run_next("w")


def test_a_task_that_asks_gets_its_context(db):
    count_tries.enqueue()
    run_next("w")
    assert row().return_value == 1


def test_a_failing_task_is_tried_again_after_growing_pauses_and_fails_at_last(db):
    add.enqueue("x", 1)
    pauses = []
    for _ in task_worker.PAUSES:
        before = timezone.now()
        assert run_next("w")
        assert row().status == TaskResultStatus.READY
        pauses.append(round((row().run_after - before).total_seconds()))
        assert not run_next("w"), "not due yet"
        DBTaskResult.objects.update(run_after=before)
    assert pauses == list(task_worker.PAUSES)
    assert run_next("w")
    assert row().status == TaskResultStatus.FAILED
    assert "ValueError" in row().traceback
    assert task_worker.count_failed() == 1


def test_a_failed_task_is_made_ready_again_by_the_operator(db):
    add.enqueue("x", 1)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["a"] * 6)
    assert retry_failed() == 1
    assert run_next("w")
    assert len(row().worker_ids) == 1


def test_a_task_of_a_living_worker_is_left_alone(db):
    add.enqueue(1, 2)
    row().claim("living")
    with locks.attempt(lock_name("living")):
        reap_tasks()
        assert row().status == TaskResultStatus.RUNNING
    reap_tasks()
    assert row().status == TaskResultStatus.READY


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_killed_worker_is_given_back():
    never_ends.enqueue()
    with running("-m", "tests.journal.task_runner") as worker:
        worker.wait_for("running")
        reap_tasks()
        assert row().status == TaskResultStatus.RUNNING
        worker.kill()
    reap_tasks()
    assert row().status == TaskResultStatus.READY
